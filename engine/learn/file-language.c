/* SPDX-License-Identifier: MIT */
#include "engine/learn/file-language.h"

EctopyFileLanguage
ectopy_file_language_begin (void)
{
  EctopyFileLanguage self = { .before = uselocale ((locale_t) 0) };
  locale_t base = duplocale (self.before);

  /* What letters are stays as it is: names of files and records are in the text too. */
  if (base == (locale_t) 0)
    return self;
  self.files = newlocale (LC_NUMERIC_MASK | LC_MESSAGES_MASK, "C", base);
  if (self.files == (locale_t) 0)
    freelocale (base);
  else
    uselocale (self.files);
  return self;
}

void
ectopy_file_language_end (EctopyFileLanguage *self)
{
  if (self->files == (locale_t) 0)
    return;
  uselocale (self->before);
  freelocale (self->files);
  self->files = (locale_t) 0;
}
