int is_letter(int c);
