#include "CCharacterMaps.h"

static const unsigned char maps[] = {
#embed "maps.bin"
};

const unsigned char *const character_maps = maps;
const unsigned long character_maps_size = sizeof maps;
