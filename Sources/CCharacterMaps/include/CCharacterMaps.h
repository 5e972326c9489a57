#pragma once

// Adobe's character maps, packed; make.py says how.
extern const unsigned char *const character_maps;
extern const unsigned long character_maps_size;
