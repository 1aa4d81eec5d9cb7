// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Facts as JSON, for a program that writes its own letters: the same as words.h says, unabridged
 * and never more. Written by hand, as the page is, so that a city's explanations take no longer.
 */
#ifndef PLACERA_FACTS_JSON_H
#define PLACERA_FACTS_JSON_H

#include "explain/facts.h"
#include "explain/text.h"

/* Appends one object ("placera-explanation/1"), without a newline. */
void explanation_json(struct text *text, const struct explainer *explainer,
                      const struct explanation *explanation);

#endif
