/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-header.h"

#include "engine/core/error.h"

#include <string.h>

static EctopyWfdbHeader *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  EctopyWfdbHeader *header = ectopy_wfdb_header_parse (text, strlen (text), "a.hea", &error);

  g_assert_no_error (error);
  return header;
}

static void
test_published (void)
{
  g_autoptr (EctopyWfdbHeader) header = parse ("100 2 360 650000\r\n"
                                               "100.dat 212 200 11 1024 995 -22131 0 MLII\r\n"
                                               "100.dat 212 200 11 1024 1011 20052 0 V5\r\n"
                                               "# 69 M 1085 1629 x1\r\n"
                                               "# Aldomet, Inderal");
  const EctopyWfdbSignal *signal = ectopy_wfdb_header_signal (header, 1);

  g_assert_cmpstr (header->name, ==, "100");
  g_assert_cmpuint (header->n_signals, ==, 2);
  g_assert_cmpuint (header->signals->len, ==, 2);
  g_assert_null (header->segments);
  g_assert_cmpfloat (header->rate_hz, ==, 360);
  g_assert_cmpfloat (header->counter_hz, ==, 360);
  g_assert_cmpuint (header->n_frames, ==, 650000);
  g_assert_null (header->start);
  g_assert_cmpstr (header->comment, ==, "69 M 1085 1629 x1\nAldomet, Inderal");
  g_assert_cmpstr (signal->file_name, ==, "100.dat");
  g_assert_cmpuint (signal->format, ==, 212);
  g_assert_cmpuint (signal->samples_per_frame, ==, 1);
  g_assert_cmpuint (signal->skew, ==, 0);
  g_assert_cmpfloat (signal->gain, ==, 200);
  g_assert_cmpfloat (signal->baseline, ==, 1024);
  g_assert_null (signal->unit);
  g_assert_cmpint (signal->adc_resolution, ==, 11);
  g_assert_cmpint (signal->adc_zero, ==, 1024);
  g_assert_true (signal->has_initial_value && signal->has_checksum);
  g_assert_cmpint (signal->initial_value, ==, 1011);
  g_assert_cmpint (signal->checksum, ==, 20052);
  g_assert_cmpstr (signal->description, ==, "V5");
  g_assert_cmpuint (header->notes->len, ==, 0);
}

static void
test_every_field (void)
{
  g_autoptr (EctopyWfdbHeader)
      header = parse ("# not one of the comments\n\n"
                      "\ta_b-1  1\t3.6e2/120.5(-7.25) 10 13:5:09.5 25/4/1989 more\n"
                      "  # nor this\n"
                      "x.mat 16x4:3+24 -1.5e1(-20)/mm\xb5Hg 16 7 -9 65535 512   two  words \n"
                      "extra line\n"
                      "#one\n#  two\n # three\n");
  const EctopyWfdbSignal *signal = ectopy_wfdb_header_signal (header, 0);

  g_assert_cmpstr (header->name, ==, "a_b-1");
  g_assert_cmpfloat (header->rate_hz, ==, 360);
  g_assert_cmpfloat (header->counter_hz, ==, 120.5);
  g_assert_cmpfloat (header->base_counter, ==, -7.25);
  g_assert_cmpstr (header->start, ==, "1989-04-25 13:05:09");
  g_assert_cmpstr (header->comment, ==, "one\n two");
  g_assert_cmpuint (signal->samples_per_frame, ==, 4);
  g_assert_cmpuint (signal->skew, ==, 3);
  g_assert_cmpuint (signal->byte_offset, ==, 24);
  g_assert_cmpfloat (signal->gain, ==, -15);
  g_assert_cmpfloat (signal->baseline, ==, -20);
  g_assert_cmpstr (signal->unit, ==, "mmµHg");
  g_assert_cmpint (signal->adc_zero, ==, 7);
  g_assert_cmpint (signal->initial_value, ==, -9);
  g_assert_cmpint (signal->checksum, ==, 65535);
  g_assert_cmpint (signal->block_size, ==, 512);
  g_assert_cmpstr (signal->description, ==, "two  words");
}

/* Only what must be there. */
static void
test_defaults (void)
{
  g_autoptr (EctopyWfdbHeader) header = parse ("8l 3\ndata0 8\ndata1 16 100(5)\ndata1 16 0 0 9");

  g_assert_cmpfloat (header->rate_hz, ==, 250);
  g_assert_cmpuint (header->n_frames, ==, 0);
  g_assert_null (header->comment);
  g_assert_cmpfloat (ectopy_wfdb_header_signal (header, 0)->gain, ==, 0);
  g_assert_false (ectopy_wfdb_header_signal (header, 0)->has_initial_value);
  g_assert_cmpstr (ectopy_wfdb_header_signal (header, 0)->description, ==, "signal 0");
  g_assert_cmpfloat (ectopy_wfdb_header_signal (header, 1)->baseline, ==, 5);
  g_assert_cmpfloat (ectopy_wfdb_header_signal (header, 2)->baseline, ==, 9);
  g_assert_cmpint (ectopy_wfdb_header_signal (header, 2)->initial_value, ==, 9);
  g_assert_false (ectopy_wfdb_header_signal (header, 2)->has_initial_value);
}

static void
test_start (void)
{
  static const struct {
    const char *fields;
    const char *start;
    guint n_notes;
  } cases[] = {
    { "0:0:0 0/0/0", NULL, 0 },
    { "0:0:0", "00:00:00", 0 },
    { "1:2:3 0/0/0", "01:02:03", 0 },
    { "2:3", "00:02:03", 0 },
    { "23:59:59.999 1/12/2005", "2005-12-01 23:59:59", 0 },
    { "24:00:00", NULL, 1 },
    { "noon", NULL, 1 },
    { "1:2:3:4", NULL, 1 },
    { "99999999999999999999:0:0", NULL, 1 },
    { "12:00:00 99999999999999999999/1/1", "12:00:00", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("a 1 100 5 %s\na.dat 16\n", cases[i].fields);
    g_autoptr (EctopyWfdbHeader) header = parse (text);

    g_assert_cmpstr (header->start, ==, cases[i].start);
    g_assert_cmpuint (header->notes->len, ==, cases[i].n_notes);
  }
}

static void
test_segments (void)
{
  g_autoptr (EctopyWfdbHeader) header = parse ("m/3 2 360 45000\nlayout 0\n100s 21600\n~ 1800\n#c");

  g_assert_cmpstr (header->name, ==, "m");
  g_assert_cmpuint (header->segments->len, ==, 3);
  g_assert_cmpuint (header->signals->len, ==, 0);
  g_assert_cmpstr (ectopy_wfdb_header_segment (header, 0)->name, ==, "layout");
  g_assert_cmpuint (ectopy_wfdb_header_segment (header, 0)->n_frames, ==, 0);
  g_assert_cmpuint (ectopy_wfdb_header_segment (header, 1)->n_frames, ==, 21600);
  g_assert_null (ectopy_wfdb_header_segment (header, 2)->name);
  g_assert_cmpstr (header->comment, ==, "c");
}

static void
test_faults (void)
{
  static const struct {
    const char *text;
    EctopyError code;
    const char *place;
  } cases[] = {
    { "", ECTOPY_ERROR_PARSE, "line 0" },
    { "# only\n# comments\n", ECTOPY_ERROR_PARSE, "line 2" },
    { "/2 1\n", ECTOPY_ERROR_PARSE, "line 1" },
    { "a/0 1\n", ECTOPY_ERROR_PARSE, "line 1" },
    { "a/x 1\n", ECTOPY_ERROR_PARSE, "line 1" },
    { "a/99999999999999999999 1\n", ECTOPY_ERROR_PARSE, "line 1" },
    { "a/65537 1\nb 1\n", ECTOPY_ERROR_UNSUPPORTED, "65536" },
    { "a/65536 1\nb 1\n", ECTOPY_ERROR_PARSE, "after 1" },
    { "a\n", ECTOPY_ERROR_PARSE, "line 1" },
    { "a -1\n", ECTOPY_ERROR_PARSE, "“-1”" },
    { "a 0\n", ECTOPY_ERROR_EMPTY, "no signals" },
    { "a 1000\n", ECTOPY_ERROR_UNSUPPORTED, "512" },
    { "a 2147483648\n", ECTOPY_ERROR_UNSUPPORTED, "512" },
    { "a 9223372036854775808\n", ECTOPY_ERROR_UNSUPPORTED, "512" },
    { "a 99999999999999999999999\n", ECTOPY_ERROR_PARSE, "line 1" },
    { "a 1 0\n", ECTOPY_ERROR_PARSE, "“0”" },
    { "a 1 -360\n", ECTOPY_ERROR_PARSE, "“-360”" },
    { "a 1 nan\n", ECTOPY_ERROR_PARSE, "“nan”" },
    { "a 1 1e999\n", ECTOPY_ERROR_PARSE, "“1e999”" },
    { "a 1 360x\n", ECTOPY_ERROR_PARSE, "“360x”" },
    { "a 1 360/\n", ECTOPY_ERROR_PARSE, "ticks" },
    { "a 1 360/5(1\n", ECTOPY_ERROR_PARSE, "“)”" },
    { "a 1 360/5(1)2\n", ECTOPY_ERROR_PARSE, "nothing more" },
    { "a 1 360 -1\n", ECTOPY_ERROR_PARSE, "“-1”" },
    { "a 1 360 1.5\n", ECTOPY_ERROR_PARSE, "“1.5”" },
    { "a 1 360 18446744073709551616\n", ECTOPY_ERROR_PARSE, "number of samples" },
    { "a 2 360 5\na.dat 16\n", ECTOPY_ERROR_PARSE, "after 1" },
    { "a 1\na.dat\n", ECTOPY_ERROR_PARSE, "line 2" },
    { "a 1\na.dat x\n", ECTOPY_ERROR_PARSE, "“x”" },
    { "a 1\na.dat 17\n", ECTOPY_ERROR_UNSUPPORTED, "“17”" },
    { "a 1\na.dat 516\n", ECTOPY_ERROR_UNSUPPORTED, "FLAC" },
    { "a 1\na.dat 4294967312\n", ECTOPY_ERROR_UNSUPPORTED, "line 2" },
    { "a 1\na.dat 16x0\n", ECTOPY_ERROR_PARSE, "16x0" },
    { "a 1\na.dat 16x4294967297\n", ECTOPY_ERROR_PARSE, "line 2" },
    { "a 2\na.dat 16x1048576\na.dat 16\n", ECTOPY_ERROR_UNSUPPORTED, "line 3" },
    { "a 1\na.dat 16:-1\n", ECTOPY_ERROR_PARSE, "16:-1" },
    { "a 1\na.dat 16:9223372036854775808\n", ECTOPY_ERROR_PARSE, "line 2" },
    { "a 1\na.dat 16+9223372036854775808\n", ECTOPY_ERROR_PARSE, "line 2" },
    { "a 1\na.dat 16+\n", ECTOPY_ERROR_PARSE, "16+" },
    { "a 1\na.dat 16 x\n", ECTOPY_ERROR_PARSE, "“x”" },
    { "a 1\na.dat 16 200(\n", ECTOPY_ERROR_PARSE, "200(" },
    { "a 1\na.dat 16 1e-300\n", ECTOPY_ERROR_PARSE, "1e-300" },
    { "a 1\na.dat 16 200(1e300)\n", ECTOPY_ERROR_PARSE, "1e300" },
    { "a 1\na.dat 16 200 x\n", ECTOPY_ERROR_PARSE, "resolution" },
    { "a 1\na.dat 16 200 12 9999999999\n", ECTOPY_ERROR_PARSE, "ADC zero" },
    { "a 1\na.dat 16 200 12 0 9999999999\n", ECTOPY_ERROR_PARSE, "first sample" },
    { "a 1\na.dat 16 200 12 0 0 x\n", ECTOPY_ERROR_PARSE, "checksum" },
    { "a 1\na.dat 16 200 12 0 0 0 x\n", ECTOPY_ERROR_PARSE, "block size" },
    { "a 1\n../a.dat 16\n", ECTOPY_ERROR_UNSUPPORTED, "../a.dat" },
    { "a 1\n/etc/passwd 16\n", ECTOPY_ERROR_UNSUPPORTED, "/etc/passwd" },
    { "a 1\nb\\a.dat 16\n", ECTOPY_ERROR_UNSUPPORTED, "line 2" },
    { "a 1\n.. 16\n", ECTOPY_ERROR_UNSUPPORTED, "“..”" },
    { "a 1\n. 16\n", ECTOPY_ERROR_UNSUPPORTED, "“.”" },
    { "a 1\n- 16\n", ECTOPY_ERROR_UNSUPPORTED, "standard input" },
    { "a 2\na.dat 16\na.dat 212\n", ECTOPY_ERROR_PARSE, "line 3" },
    { "a 2\na.dat 16+4\na.dat 16+8\n", ECTOPY_ERROR_PARSE, "line 3" },
    { "a 3\na.dat 16\nb.dat 16\na.dat 16\n", ECTOPY_ERROR_PARSE, "line 4" },
    { "a/2 1\nb 5\n", ECTOPY_ERROR_PARSE, "after 1" },
    { "a/1 1\nb\n", ECTOPY_ERROR_PARSE, "line 2" },
    { "a/1 1\nb -5\n", ECTOPY_ERROR_PARSE, "“-5”" },
    { "a/1 1\n../b 5\n", ECTOPY_ERROR_UNSUPPORTED, "../b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (
        ectopy_wfdb_header_parse (cases[i].text, strlen (cases[i].text), "a.hea", &error));
    g_assert_error (error, ECTOPY_ERROR, (int) cases[i].code);
    g_assert_nonnull (strstr (error->message, "“a.hea”"));
    if (strstr (error->message, cases[i].place) == NULL)
      g_error ("“%s” was expected in: %s", cases[i].place, error->message);
  }
}

static void
test_nul (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ectopy_wfdb_header_parse ("a 1\n\0", 5, "a.hea", &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
}

/* Bytes that a terminal would obey become blanks; a line may be long, but not without end. */
static void
test_texts (void)
{
  g_autoptr (EctopyWfdbHeader) header = parse ("a 1\na.dat 16 1 0 0 0 0 0 a\033b\302\233c\177\n");
  g_autoptr (EctopyWfdbHeader) latin = parse ("a 1\na.dat 16 1 0 0 0 0 0 \344\233x\n");
  g_autofree char *filler = g_strnfill (65536, 'x');
  g_autofree char *text = g_strdup_printf ("a 1\na.dat 16\n#%s\n", filler);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (ectopy_wfdb_header_signal (header, 0)->description, ==, "a b  c");
  g_assert_cmpstr (ectopy_wfdb_header_signal (latin, 0)->description, ==, "ä  x");
  g_assert_null (ectopy_wfdb_header_parse (text, strlen (text), "a.hea", &error));
  g_assert_error (error, ECTOPY_ERROR, ECTOPY_ERROR_PARSE);
  g_assert_nonnull (strstr (error->message, "line 3"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/wfdb-header/published", test_published);
  g_test_add_func ("/io/wfdb-header/every-field", test_every_field);
  g_test_add_func ("/io/wfdb-header/defaults", test_defaults);
  g_test_add_func ("/io/wfdb-header/start", test_start);
  g_test_add_func ("/io/wfdb-header/segments", test_segments);
  g_test_add_func ("/io/wfdb-header/faults", test_faults);
  g_test_add_func ("/io/wfdb-header/texts", test_texts);
  g_test_add_func ("/io/wfdb-header/nul", test_nul);
  return g_test_run ();
}
