// Embeds Public/ with C23 #embed: a new file gets a line in each list below
// (Tests/isoscanTests holds the list against the folder).
#include "CPublic.h"

static const unsigned char index_html[] = {
#embed "../../Public/index.html"
};

static const struct public_file files[] = {
    {"index.html", index_html, sizeof index_html},
};

const struct public_file *public_file_at(size_t index) {
  return index < sizeof files / sizeof *files ? &files[index] : NULL;
}
