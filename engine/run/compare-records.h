/* SPDX-License-Identifier: MIT */
#pragma once

#include "engine/evaluate/ec57-summary.h"

G_BEGIN_DECLS

/**
 * EctopyComparePair:
 * @name: of the record
 * @reference: path of the annotations that are taken for true
 * @test: path of those that are judged
 *
 * Two annotation files of one record.
 */
typedef struct {
  char *name;
  char *reference;
  char *test;
} EctopyComparePair;

void ectopy_compare_pair_free (EctopyComparePair *pair);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EctopyComparePair, ectopy_compare_pair_free)

/* (transfer full): two files as they are named; the record is called as @reference without its last
 * ending. */
EctopyComparePair *ectopy_compare_pair_new (const char *reference, const char *test);

/**
 * ectopy_compare_list:
 * @records: (array zero-terminated=1): records: paths without ending, or of their headers; or
 *   folders, for all records in them that have annotations of @reference
 * @reference: whose annotations are taken for true, such as "atr"
 * @test: whose are judged
 * @test_folder: (nullable): where those are; NULL for beside the record
 * @error: return location; %ECTOPY_ERROR_EMPTY for a folder without such records, %G_FILE_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type EctopyComparePair): the files to compare
 */
GPtrArray *ectopy_compare_list (char **records,
                                const char *reference,
                                const char *test,
                                const char *test_folder,
                                GError **error);

/**
 * ectopy_compare_read_marks:
 * @path: an annotation file in MIT format
 * @rate_hz: of the recording that they are about
 * @error: return location; those of the file and of a header beside it, %ECTOPY_ERROR_EMPTY where
 *   no beat is marked in it
 *
 * Reads annotations that are to be compared with others of a recording that is open. A rate that the
 * file tells, else that of a header beside it, is brought to @rate_hz. Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type EctopyAnnotation): marks in order
 */
GArray *ectopy_compare_read_marks (const char *path, double rate_hz, GError **error);

/**
 * ectopy_compare_marks:
 * @record: (out caller-allocates): what was found, without a name; to be cleared by
 *   ectopy_ec57_record_clear()
 * @reference: `[n_reference]`, in order: the marks that are taken for true
 * @n_reference: how many
 * @test: `[n_test]`, in order: those that are judged
 * @n_test: how many
 * @rate_hz: samples a second of both
 * @n_samples: of the recording, or 0
 * @options: how to compare
 *
 * Compares beat by beat and run by run. Any thread.
 */
void ectopy_compare_marks (EctopyEc57Record *record,
                           const EctopyAnnotation *reference,
                           size_t n_reference,
                           const EctopyAnnotation *test,
                           size_t n_test,
                           double rate_hz,
                           gint64 n_samples,
                           const EctopyEc57Options *options);

/**
 * ectopy_compare_write_mismatches:
 * @result: what was found
 * @test: the marks that were judged
 * @path: of an annotation file to write
 * @error: return location; %G_FILE_ERROR
 *
 * Writes the beats of the test that agree, as they are, and for each that does not a note such as
 * "Nv": where the test has it, or the reference if the test has none. Any thread.
 */
gboolean ectopy_compare_write_mismatches (const EctopyEc57Result *result,
                                          const EctopyAnnotation *test,
                                          const char *path,
                                          GError **error);

/**
 * ectopy_compare_files:
 * @pair: two annotation files in MIT format
 * @options: how to compare
 * @rate_hz: samples a second where no header tells them; 0 where that is not known either
 * @mismatches: (nullable): path of an annotation file to write
 * @record: (out caller-allocates): what was found; to be cleared by ectopy_ec57_record_clear()
 * @error: return location; those of the files, or %ECTOPY_ERROR_NEEDS_RATE
 *
 * Compares two annotation files beat by beat and run by run. Rate and length are those of the
 * header beside the reference, else of the one beside the test: a name as that of the annotations,
 * with the ending .hea. Without a header the rate is that which the reference tells, or @rate_hz,
 * and the comparison ends with its last beat. Annotations that tell another rate are brought to
 * that of the record. The samples are not read.
 *
 * @mismatches is written by ectopy_compare_write_mismatches(). Any thread.
 *
 * Returns: FALSE on failure, then there is nothing to clear
 */
gboolean ectopy_compare_files (const EctopyComparePair *pair,
                               const EctopyEc57Options *options,
                               double rate_hz,
                               const char *mismatches,
                               EctopyEc57Record *record,
                               GError **error);

G_END_DECLS
