#ifndef CRE2_H
#define CRE2_H

/* RE2 for Swift, which cannot see C++: a pattern is compiled once and asked from any thread. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

/* What keeps a text from being a pattern. */
typedef enum cre2_fault {
    CRE2_NO_FAULT = 0,
    /* Brackets, repeats or escapes that do not fit. */
    CRE2_MALFORMED = 1,
    /* More memory than `memory_bytes` allows, or a repeat that is counted too high. */
    CRE2_TOO_LARGE = 2,
} cre2_fault;

/* Compiles UTF-8 text; NULL where it is no pattern, or there is no memory, with the fault. */
cre2_pattern *cre2_compile(const char *text, size_t count, int64_t memory_bytes, cre2_fault *fault);

/* Whether UTF-8 text matches, as a whole or in any part; linear in `count`. */
bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t count, bool whole);

void cre2_free(cre2_pattern *pattern);

#ifdef __cplusplus
}
#endif

#endif
