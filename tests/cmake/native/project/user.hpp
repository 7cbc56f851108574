#pragma once

// Has the sorter sort the two numbers at the start of main's memory; the smaller one.
int smaller();
