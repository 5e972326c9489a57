// The dashboard's files, built into the executable.
#pragma once
#include <stddef.h>

/// One file of Public/, by its path below it.
struct public_file {
  const char *path;
  const unsigned char *bytes;
  size_t count;
};

/// The embedded file at `index`, or null past the last.
const struct public_file *public_file_at(size_t index);
