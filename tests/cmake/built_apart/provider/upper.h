/* A library that knows nothing of other modules. */
char *upper_room(void);
void upper(char *text);
