#ifndef CCURL_H
#define CCURL_H

/* libcurl for Swift, which cannot call variadic functions: one function per type of argument. */

#include <curl/curl.h>

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_bytes(CURL *handle, CURLoption option, const void *value);
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_write(CURL *handle, CURLoption option, curl_write_callback value);
CURLcode ccurl_set_read(CURL *handle, curl_read_callback value);
CURLcode ccurl_set_open_socket(CURL *handle, curl_opensocket_callback value);
CURLcode ccurl_set_prerequest(CURL *handle, curl_prereq_callback value);
CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value);
CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);

/* A mail goes to the recipients that the server takes; here because the option was renamed between versions. */
CURLcode ccurl_allow_refused_recipients(CURL *handle);

/* The address inside: it may be longer than the `struct sockaddr` that it is declared as. */
const struct sockaddr *ccurl_address(const struct curl_sockaddr *address);

/* Names the calling thread, 15 characters at most; here because Swift's Glibc lacks the GNU extension. */
void ccurl_name_thread(const char *name);

#endif
