/* SPDX-License-Identifier: MIT */
#include "engine/review/study-journal.h"

#include "engine/core/atomic-file.h"
#include "engine/core/input-file.h"
#include "engine/core/known-file.h"
#include "engine/review/study-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORMAT "ectopy-journal"

/* As many windows, of this and other processes, may have one recording open and be protected. */
#define N_PLACES 16

/* Two files: where the study began, as a study of its own, written once on a thread; and the journal:
 * a line that says from which entry on, then a line for each entry, written as they are made. Who has the
 * journal open holds a lock on it, so that another window takes another place. */
struct _EctopyStudyJournal {
  char *folder;
  char *digest;
  char *begin_path;
  char *path;
  GThread *beginning;
  int fd; /* of the journal, with its lock; -1 where there is no place yet */
  gboolean has_begun;
  guint n_written; /* entries of the log up to which the journal goes */
};

/* (transfer full): "DIGEST.journal", "DIGEST.2.journal" ... */
static char *
get_path (const char *folder, const char *digest, guint place, const char *ending)
{
  g_autofree char *name = place == 0 ? g_strconcat (digest, ending, NULL)
                                     : g_strdup_printf ("%s.%u%s", digest, place + 1, ending);

  return g_build_filename (folder, name, NULL);
}

/* The file at @path with its lock, or -1 where someone has it. The lock is worth something only while
 * the file still has its name: who ends removes or replaces it. */
static int
open_locked (const char *path, int flags)
{
  for (;;) {
    const int fd = open (path, O_RDWR | O_APPEND | O_CLOEXEC | flags, 0600);
    struct stat mine, named;

    if (fd < 0)
      return -1;
    if (flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
      close (fd);
      return -1;
    }
    if (fstat (fd, &mine) == 0 && stat (path, &named) == 0 && mine.st_ino == named.st_ino &&
        mine.st_dev == named.st_dev)
      return fd;
    close (fd);
  }
}

static gboolean
is_empty (int fd)
{
  struct stat info;

  return fstat (fd, &info) != 0 || info.st_size == 0;
}

static gboolean
claim_place (EctopyStudyJournal *self, guint place, gboolean is_new)
{
  g_autofree char *path = get_path (self->folder, self->digest, place, ".journal");

  self->fd = open_locked (path, is_new ? O_CREAT : 0);
  if (self->fd >= 0 && !is_new && is_empty (self->fd)) {
    close (self->fd);
    self->fd = -1;
  }
  if (self->fd < 0)
    return FALSE;
  self->path = g_steal_pointer (&path);
  self->begin_path = get_path (self->folder, self->digest, place, ".begin.json");
  return TRUE;
}

/* The place of what was recovered, as ectopy_study_journal_recover() finds it, else one that is free. */
static gboolean
claim (EctopyStudyJournal *self)
{
  if (self->fd >= 0)
    return TRUE;
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->begin_path, g_free);
  for (guint i = 0; i < 2 * N_PLACES; i++)
    if (claim_place (self, i % N_PLACES, i >= N_PLACES))
      return TRUE;
  return FALSE;
}

EctopyStudyJournal *
ectopy_study_journal_new (const char *folder, const char *digest)
{
  EctopyStudyJournal *self = g_new0 (EctopyStudyJournal, 1);

  self->folder = g_strdup (folder);
  self->digest = g_strdup (digest);
  self->fd = -1;
  if (g_mkdir_with_parents (self->folder, 0700) == 0)
    claim (self);
  return self;
}

static void
let_go (EctopyStudyJournal *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  self->has_begun = FALSE;
  self->n_written = 0;
}

/* ---- Writing ---- */

/* Tells one way of finding beats in a recording from another. */
static char *
digest_findings (const EctopyFindings *findings)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < findings->beats->len; i++) {
    const EctopyFoundBeat *beat = &g_array_index (findings->beats, EctopyFoundBeat, i);
    const gint64 sample = GINT64_TO_LE (beat->sample);
    const guint8 rest[] = { beat->beat_class, beat->code };

    g_checksum_update (sum, (const guchar *) &sample, sizeof sample);
    g_checksum_update (sum, rest, sizeof rest);
  }
  return g_strdup (g_checksum_get_string (sum));
}

/* As a line of its own: JSON by json-glib is for what is not ours. */
static void
append_head (GString *text, EctopyStudyJournal *self, EctopyStudy *study, guint first)
{
  g_autofree char *findings = digest_findings (ectopy_study_get_findings (study));

  g_string_append_printf (text,
                          "{\"format\":\"" FORMAT "\",\"version\":%d,\"digest\":\"%s\","
                          "\"found\":\"%s\",\"first\":%u}\n",
                          ECTOPY_STUDY_VERSION, self->digest, findings, first);
}

typedef struct {
  EctopyStudySnapshot *snapshot;
  char *path;
} Beginning;

/* A failure leaves the journal, which is enough where the beats are found again as they were. */
static gpointer
write_beginning (gpointer data)
{
  Beginning *beginning = data;

  ectopy_study_snapshot_write (beginning->snapshot, beginning->path, NULL);
  ectopy_study_snapshot_free (beginning->snapshot);
  g_free (beginning->path);
  g_free (beginning);
  return NULL;
}

static void
append_entries (GString *text, EctopyStudy *study, guint first)
{
  const GPtrArray *log = ectopy_study_get_log (study);

  for (guint i = first; i < log->len; i++) {
    ectopy_study_entry_append (text, g_ptr_array_index (log, i));
    g_string_append_c (text, '\n');
  }
}

/* All of it or none: a line cut short is not followed by another. */
static gboolean
append (int fd, const char *data, size_t size, GError **error)
{
  while (size > 0) {
    const ssize_t n = write (fd, data, size);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      const int saved = n < 0 ? errno : ENOSPC;

      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (saved),
                   _ ("the journal of the study cannot be written: %s"), g_strerror (saved));
      return FALSE;
    }
    data += n;
    size -= (size_t) n;
  }
  return TRUE;
}

/* In place of what is there, which is kept until the new one is whole. Between its getting the name and
 * its being locked another window may take the place; then another place is taken at the next entry. */
static gboolean
replace (EctopyStudyJournal *self, const GString *text, GError **error)
{
  int fd;

  if (!ectopy_atomic_write (self->path, text->str, text->len, error))
    return FALSE;
  fd = open_locked (self->path, 0);
  close (self->fd);
  self->fd = fd;
  if (fd >= 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_AGAIN,
               _ ("the journal of the study cannot be written: %s"), g_strerror (EAGAIN));
  return FALSE;
}

static gboolean
begin (EctopyStudyJournal *self, EctopyStudy *study, guint n_saved, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Beginning *beginning;

  if (g_mkdir_with_parents (self->folder, 0700) != 0 || !claim (self)) {
    const int saved = errno;

    g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (saved),
                 _ ("the folder of unfinished studies cannot be made: %s"), g_strerror (saved));
    return FALSE;
  }
  append_head (text, self, study, n_saved);
  append_entries (text, study, n_saved);
  if (!replace (self, text, error))
    return FALSE;
  self->has_begun = TRUE;
  if (self->beginning == NULL) {
    beginning = g_new (Beginning, 1);
    *beginning = (Beginning){
      ectopy_study_snapshot_new_up_to (study, self->digest, n_saved),
      g_strdup (self->begin_path),
    };
    self->beginning = g_thread_try_new ("study-journal", write_beginning, beginning, NULL);
    if (self->beginning == NULL)
      write_beginning (beginning);
  }
  return TRUE;
}

gboolean
ectopy_study_journal_follow (EctopyStudyJournal *self, EctopyStudy *study, GError **error)
{
  const guint n = ectopy_study_get_log (study)->len;
  const guint n_saved = (guint) ectopy_study_get_n_saved (study);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!self->has_begun) {
    if (!begin (self, study, MIN (n_saved, n), error))
      return FALSE;
  } else {
    append_entries (text, study, self->n_written);
    if (!append (self->fd, text->str, text->len, error)) {
      /* Begun again at the next entry. */
      self->has_begun = FALSE;
      return FALSE;
    }
  }
  self->n_written = n;
  return TRUE;
}

void
ectopy_study_journal_clear (EctopyStudyJournal *self)
{
  g_clear_pointer (&self->beginning, g_thread_join);
  if (self->fd >= 0) {
    g_unlink (self->begin_path);
    g_unlink (self->path);
  }
  let_go (self);
}

void
ectopy_study_journal_saved (EctopyStudyJournal *self, EctopyStudy *study)
{
  if (ectopy_study_is_saved (study)) {
    ectopy_study_journal_clear (self);
    return;
  }
  /* The new journal takes the place of the old one; if it cannot, that stays, and says more. */
  g_clear_pointer (&self->beginning, g_thread_join);
  self->has_begun = FALSE;
  ectopy_study_journal_follow (self, study, NULL);
}

void
ectopy_study_journal_free (EctopyStudyJournal *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->beginning, g_thread_join);
  if (self->fd >= 0 && is_empty (self->fd))
    g_unlink (self->path);
  let_go (self);
  g_free (self->folder);
  g_free (self->digest);
  g_free (self->begin_path);
  g_free (self->path);
  g_free (self);
}

/* ---- After a bad end ---- */

typedef struct {
  char *found;
  guint first;
} Head;

static gboolean
take_head (const char *line, size_t length, const char *digest, Head *head)
{
  g_autoptr (JsonNode) root = ectopy_json_guard_parse (line, length, 0, 2, "journal", NULL);
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  gint64 first;

  if (object == NULL || !g_str_equal (ectopy_study_json_string (object, "format"), FORMAT) ||
      !g_str_equal (ectopy_study_json_string (object, "digest"), digest))
    return FALSE;
  first = ectopy_study_json_count (object, "first");
  if (first < 0 || first > G_MAXINT32)
    return FALSE;
  head->first = (guint) first;
  head->found = g_strdup (ectopy_study_json_string (object, "found"));
  return TRUE;
}

static gboolean
fits (const Head *head, EctopyStudy *study)
{
  g_autofree char *found = digest_findings (ectopy_study_get_findings (study));

  return g_str_equal (found, head->found) && ectopy_study_get_log (study)->len >= head->first;
}

/* Whether a line says what the log does already. */
static gboolean
is_known (EctopyStudy *study, guint number, const char *line, size_t length)
{
  g_autoptr (GString) text = g_string_new (NULL);

  ectopy_study_entry_append (text, g_ptr_array_index (ectopy_study_get_log (study), number));
  return text->len == length && memcmp (text->str, line, length) == 0;
}

/* Entries of the lines from @line on that @study does not have yet; sets @differs where it has others in
 * their place, of another window that was saved since: these go nowhere near each other. */
static size_t
take_up (EctopyStudy *study, const char *line, guint first, gboolean *differs)
{
  guint number = first;
  size_t n = 0;

  *differs = FALSE;
  for (const char *end; (end = strchr (line, '\n')) != NULL; line = end + 1, number++) {
    g_autoptr (EctopyStudyEntry) entry = NULL;

    if (number < ectopy_study_get_log (study)->len) {
      if (!is_known (study, number, line, (size_t) (end - line))) {
        *differs = TRUE;
        break;
      }
      continue;
    }
    entry = ectopy_study_entry_parse (line, (size_t) (end - line));
    if (entry == NULL || !ectopy_study_replay (study, entry, NULL))
      break;
    n++;
  }
  return n;
}

/* What cannot be taken up stays under a spare name: the place is needed. */
static void
set_aside (const char *path)
{
  g_autofree char *spare = ectopy_known_file_spare_path (path);

  (void) g_rename (path, spare);
}

/* From one place, which is locked. Returns: FALSE where there is nothing for this recording. */
static gboolean
recover_place (const char *path,
               const char *begin_path,
               EctopyRecording *recording,
               const char *digest,
               EctopyStudy **study,
               size_t *n)
{
  size_t length;
  g_autofree char *text = ectopy_input_file_read_all (path, ECTOPY_STUDY_MAX_BYTES, &length, NULL);
  const char *end = text != NULL ? strchr (text, '\n') : NULL;
  gboolean differs = FALSE;
  Head head;

  if (end == NULL || !take_head (text, (size_t) (end - text), digest, &head))
    return FALSE;
  if (!fits (&head, *study)) {
    g_autoptr (EctopyStudy) begun = ectopy_study_file_read (begin_path, recording, digest, NULL);

    if (begun != NULL && fits (&head, begun) && end[1] != '\0') {
      g_set_object (study, begun);
      *n = take_up (*study, end + 1, head.first, &differs);
      /* What the journal began from need not be in any other file. */
      ectopy_study_set_saved (*study, 0);
    }
  } else {
    *n = take_up (*study, end + 1, head.first, &differs);
  }
  g_free (head.found);
  if (differs)
    set_aside (path);
  return !differs;
}

size_t
ectopy_study_journal_recover (const char *folder,
                              EctopyRecording *recording,
                              const char *digest,
                              EctopyStudy **study)
{
  size_t n = 0;

  for (guint i = 0; i < N_PLACES; i++) {
    g_autofree char *path = get_path (folder, digest, i, ".journal");
    g_autofree char *begin_path = get_path (folder, digest, i, ".begin.json");
    const int fd = open_locked (path, 0);
    gboolean is_done;

    /* Of a clearing that was cut off. */
    if (fd < 0 && !g_file_test (path, G_FILE_TEST_EXISTS))
      g_unlink (begin_path);
    if (fd < 0)
      continue;
    is_done = !is_empty (fd) && recover_place (path, begin_path, recording, digest, study, &n);
    close (fd);
    if (is_done)
      break;
  }
  return n;
}
