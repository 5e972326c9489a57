// Placeholder until the first type of this module stands here.
