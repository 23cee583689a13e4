#include "CRE2.h"
#include <memory>
#include <new>
#include <re2/re2.h>

struct cre2_pattern {
    re2::RE2 expression;

    cre2_pattern(re2::StringPiece text, const re2::RE2::Options &options) : expression(text, options) {}
};

static cre2_fault fault_of(re2::RE2::ErrorCode code) {
    switch (code) {
    case re2::RE2::NoError: return CRE2_NO_FAULT;
    case re2::RE2::ErrorPatternTooLarge:
    case re2::RE2::ErrorRepeatSize: return CRE2_TOO_LARGE;
    default: return CRE2_MALFORMED;
    }
}

// No exception may cross into Swift: the only one that these calls know is a lack of memory.
cre2_pattern *cre2_compile(const char *text, size_t count, int64_t memory_bytes, cre2_fault *fault) {
    *fault = CRE2_TOO_LARGE;
    try {
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(memory_bytes);
        auto pattern = std::make_unique<cre2_pattern>(re2::StringPiece(text, count), options);
        *fault = fault_of(pattern->expression.error_code());
        return *fault == CRE2_NO_FAULT ? pattern.release() : nullptr;
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t count, bool whole) {
    const auto anchor = whole ? re2::RE2::ANCHOR_BOTH : re2::RE2::UNANCHORED;
    return pattern->expression.Match(re2::StringPiece(text, count), 0, count, anchor, nullptr, 0);
}

void cre2_free(cre2_pattern *pattern) {
    delete pattern;
}
