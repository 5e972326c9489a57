print("isoscan")
