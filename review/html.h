// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * HTML as a text that grows. Whatever is not markup of ours goes through html_text.
 */
#ifndef PLACERA_REVIEW_HTML_H
#define PLACERA_REVIEW_HTML_H

#include "explain/text.h"

/* Appends a string as text, also within an attribute's quotes: & < > " ' are escaped, control
 * characters become U+FFFD. html_lines: newlines are line breaks. */
void html_text(struct text *out, const char *string);
void html_lines(struct text *out, const char *string);

#endif
