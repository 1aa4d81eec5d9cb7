// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * HTML looked at without a library: enough to find an element that is not closed, an attribute
 * without quotes, and a text that was not escaped.
 */
#ifndef PLACERA_TESTS_HTML_CHECK_H
#define PLACERA_TESTS_HTML_CHECK_H

#include <stddef.h>

/* Ends the test unless every element is closed in its turn, every attribute is quoted, and every &
 * begins one of the five entities that review/html.h writes. The style's text is not looked into.
 */
void html_check(const char *html);

/* The text of the n-th (from 0) element `tag` without attributes, entities as characters; NULL
 * where there is none. text [size]. */
const char *html_element(const char *html, const char *tag, unsigned n, char *text, size_t size);

#endif
