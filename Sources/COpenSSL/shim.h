#pragma once

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

/* What Swift cannot call or spell: macros, and callbacks that only say no. */

/* No key is ever asked for on a terminal. */
static inline int cssl_no_passphrase(char *room, int size, int writing, void *owner) {
  (void)room, (void)size, (void)writing, (void)owner;
  return -1;
}

/* A context for clients that trusts nobody yet. NULL if there is no memory. */
static inline SSL_CTX *cssl_context(void) {
  SSL_CTX *context = SSL_CTX_new(TLS_client_method());
  if (!context) return NULL;
  if (!SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION)) {
    SSL_CTX_free(context);
    return NULL;
  }
  SSL_CTX_set_mode(context, SSL_MODE_AUTO_RETRY | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_default_passwd_cb(context, cssl_no_passphrase);
  return context;
}

/* Trusts the certificates of a PEM text and no others; the number of those that were found. */
static inline int cssl_trust(SSL_CTX *context, const void *pem, int size) {
  BIO *input = BIO_new_mem_buf(pem, size);
  if (!input) return 0;
  X509_STORE *store = SSL_CTX_get_cert_store(context);
  int count = 0;
  X509 *certificate;
  while ((certificate = PEM_read_bio_X509(input, NULL, cssl_no_passphrase, NULL)) != NULL) {
    count += X509_STORE_add_cert(store, certificate) == 1;
    X509_free(certificate);
  }
  BIO_free(input);
  ERR_clear_error();
  return count;
}

/* Who is expected at the other end, by name or by address. */
static inline int cssl_expect(SSL *tls, const char *host, int is_address) {
  X509_VERIFY_PARAM *expected = SSL_get0_param(tls);
  X509_VERIFY_PARAM_set_hostflags(expected, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (is_address) return X509_VERIFY_PARAM_set1_ip_asc(expected, host);
  return SSL_set_tlsext_host_name(tls, host) && X509_VERIFY_PARAM_set1_host(expected, host, 0);
}

/* The digest of the server's certificate by which a sign-in is bound to this channel (RFC 5929);
   its length, or 0 where none is defined. `digest` has room for EVP_MAX_MD_SIZE. */
static inline unsigned cssl_end_point(SSL *tls, unsigned char *digest) {
  X509 *certificate = SSL_get1_peer_certificate(tls);
  if (!certificate) return 0;
  int algorithm = NID_undef;
  unsigned size = 0;
  if (OBJ_find_sigid_algs(X509_get_signature_nid(certificate), &algorithm, NULL)) {
    const EVP_MD *kind = algorithm == NID_md5 || algorithm == NID_sha1
        ? EVP_sha256() : EVP_get_digestbynid(algorithm);
    if (kind && !X509_digest(certificate, kind, digest, &size)) size = 0;
  }
  X509_free(certificate);
  ERR_clear_error();
  return size;
}

/* Digests that sign-ins ask for and nothing else may use. */
static inline int cssl_md5(const void *bytes, size_t size, unsigned char *digest) {
  return EVP_Digest(bytes, size, digest, NULL, EVP_md5(), NULL);
}
static inline int cssl_sha1(const void *bytes, size_t size, unsigned char *digest) {
  return EVP_Digest(bytes, size, digest, NULL, EVP_sha1(), NULL);
}
