// For settings whose effect is not in what the modules compute.
static int32_t special_value() { return 0; }
