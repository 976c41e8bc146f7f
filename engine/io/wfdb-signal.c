/* SPDX-License-Identifier: MIT */
#include "engine/io/wfdb-signal.h"

#include "engine/core/byte-reader.h"
#include "engine/core/memory.h"
#include "engine/io/lead-unit.h"

#include <math.h>
#include <string.h>

#define DEFAULT_GAIN 200.0

/* What counts for a mark in sums, whatever the format has for it. */
#define NO_SAMPLE (-32768)

/* Samples decoded at a time, about: bytes, steps and floats of them stay in the cache. */
#define PIECE_SAMPLES 16384

/* A number of samples that is whole blocks in any format. */
#define ANY_BLOCK 6

/* Pieces from one word on the progress to the next. */
#define PIECES_PER_WORD 32

typedef void (*DecodeFunc) (const guint8 *bytes, gint32 *steps, size_t n_blocks);

/* Samples are packed in blocks; a file may end within one. */
typedef struct {
  guint format;
  guint block_samples;
  guint block_bytes;
  guint8 partial_bytes[3]; /* [i]: of the first i samples of a block */
  gint32 mark;             /* stands for no sample */
  DecodeFunc decode;
} Format;

/* ---- Formats: bytes to steps ---- */

static void
decode_8 (const guint8 *bytes, gint32 *steps, size_t n_blocks)
{
  for (size_t i = 0; i < n_blocks; i++)
    steps[i] = (gint8) bytes[i];
}

static void
decode_16 (const guint8 *bytes, gint32 *steps, size_t n_blocks)
{
  for (size_t i = 0; i < n_blocks; i++)
    steps[i] = (gint16) ectopy_load_u16_le (bytes + 2 * i);
}

static void
decode_24 (const guint8 *bytes, gint32 *steps, size_t n_blocks)
{
  for (size_t i = 0; i < n_blocks; i++)
    steps[i] = ectopy_sign_extend (
        ectopy_load_u16_le (bytes + 3 * i) | (guint32) bytes[3 * i + 2] << 16, 24);
}

static void
decode_32 (const guint8 *bytes, gint32 *steps, size_t n_blocks)
{
  for (size_t i = 0; i < n_blocks; i++)
    steps[i] = (gint32) ectopy_load_u32_le (bytes + 4 * i);
}

static void
decode_61 (const guint8 *bytes, gint32 *steps, size_t n_blocks)
{
  for (size_t i = 0; i < n_blocks; i++)
    steps[i] = (gint16) ectopy_load_u16_be (bytes + 2 * i);
}

static void
decode_80 (const guint8 *bytes, gint32 *steps, size_t n_blocks)
{
  for (size_t i = 0; i < n_blocks; i++)
    steps[i] = bytes[i] - 128;
}

static void
decode_160 (const guint8 *bytes, gint32 *steps, size_t n_blocks)
{
  for (size_t i = 0; i < n_blocks; i++)
    steps[i] = ectopy_load_u16_le (bytes + 2 * i) - 32768;
}

/* Two of 12 bits: the low byte of the first, four bits of each (the second's on top), the low byte
 * of the second. */
static void
decode_212 (const guint8 *bytes, gint32 *steps, size_t n_blocks)
{
  for (size_t i = 0; i < n_blocks; i++, bytes += 3) {
    const guint32 first = bytes[0] | (bytes[1] & 0x0fu) << 8;
    const guint32 second = bytes[2] | (bytes[1] & 0xf0u) << 4;

    steps[2 * i] = ectopy_sign_extend (first, 12);
    steps[2 * i + 1] = ectopy_sign_extend (second, 12);
  }
}

/* Three of 10 bits in two words: a bit of nothing, ten of the first or second, and five of the
 * third, whose lower half is in the first word. */
static void
decode_310 (const guint8 *bytes, gint32 *steps, size_t n_blocks)
{
  for (size_t i = 0; i < n_blocks; i++, bytes += 4) {
    const guint32 one = ectopy_load_u16_le (bytes);
    const guint32 two = ectopy_load_u16_le (bytes + 2);

    steps[3 * i] = ectopy_sign_extend (one >> 1, 10);
    steps[3 * i + 1] = ectopy_sign_extend (two >> 1, 10);
    steps[3 * i + 2] = ectopy_sign_extend (one >> 11 | two >> 11 << 5, 10);
  }
}

/* Three of 10 bits in one word of 32, from the lowest bit on. */
static void
decode_311 (const guint8 *bytes, gint32 *steps, size_t n_blocks)
{
  for (size_t i = 0; i < n_blocks; i++, bytes += 4) {
    const guint32 word = ectopy_load_u32_le (bytes);

    steps[3 * i] = ectopy_sign_extend (word, 10);
    steps[3 * i + 1] = ectopy_sign_extend (word >> 10, 10);
    steps[3 * i + 2] = ectopy_sign_extend (word >> 20, 10);
  }
}

/* Sums of differences do not come near the mark given here for format 8. */
static const Format formats[] = {
  { 8, 1, 1, { 0 }, G_MININT32, decode_8 },     { 16, 1, 2, { 0 }, -32768, decode_16 },
  { 24, 1, 3, { 0 }, -8388608, decode_24 },     { 32, 1, 4, { 0 }, G_MININT32, decode_32 },
  { 61, 1, 2, { 0 }, -32768, decode_61 },       { 80, 1, 1, { 0 }, -128, decode_80 },
  { 160, 1, 2, { 0 }, -32768, decode_160 },     { 212, 2, 3, { 0, 2 }, -2048, decode_212 },
  { 310, 3, 4, { 0, 2, 4 }, -512, decode_310 }, { 311, 3, 4, { 0, 2, 3 }, -512, decode_311 },
};

static const Format *
find_format (guint number)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].format == number)
      return &formats[i];
  return NULL;
}

/* ---- Sizes ---- */

EctopyWfdbGroup
ectopy_wfdb_signal_group (const EctopyWfdbHeader *header, guint first)
{
  const EctopyWfdbSignal *signals = ectopy_wfdb_header_signal (header, first);
  EctopyWfdbGroup group = { signals, 1, signals->samples_per_frame };

  while (signals->file_name != NULL && first + group.n_signals < header->signals->len &&
         g_strcmp0 (signals[group.n_signals].file_name, signals->file_name) == 0)
    group.frame_samples += signals[group.n_signals++].samples_per_frame;
  return group;
}

guint64
ectopy_wfdb_signal_count_frames (const EctopyWfdbGroup *group, guint64 file_size)
{
  const Format *format = find_format (group->signals->format);
  guint64 size;
  guint64 n_samples;

  if (format == NULL || group->signals->file_name == NULL ||
      file_size <= group->signals->byte_offset)
    return 0;
  size = file_size - group->signals->byte_offset;
  n_samples = size / format->block_bytes * format->block_samples;
  for (guint i = format->block_samples - 1; i > 0; i--)
    if (size % format->block_bytes >= format->partial_bytes[i]) {
      n_samples += i;
      break;
    }
  return n_samples / group->frame_samples;
}

guint64
ectopy_wfdb_signal_file_size (const EctopyWfdbGroup *group, guint64 n_frames)
{
  const Format *format = find_format (group->signals->format);
  guint64 n_samples;
  guint64 size;

  if (format == NULL || group->signals->file_name == NULL)
    return 0;
  if (!g_uint64_checked_mul (&n_samples, n_frames, group->frame_samples) ||
      !g_uint64_checked_add (&n_samples, n_samples, format->block_samples - 1) ||
      !g_uint64_checked_mul (&size, n_samples / format->block_samples, format->block_bytes) ||
      !g_uint64_checked_add (&size, size, group->signals->byte_offset))
    return G_MAXUINT64;
  return size;
}

/* ---- Steps to units ---- */

const char *
ectopy_wfdb_signal_unit (const EctopyWfdbSignal *signal, double *steps_per_unit)
{
  const double gain = signal->gain != 0 ? signal->gain : DEFAULT_GAIN;
  double times, over;

  *steps_per_unit = gain;
  if (signal->unit == NULL)
    return NULL;
  if (!ectopy_lead_unit_is_volts (signal->unit, &times, &over))
    return signal->unit;
  *steps_per_unit = gain * over / times;
  return NULL;
}

/* One signal on its way: what the loops below need. */
typedef struct {
  guint first;     /* of its samples in a frame */
  guint per_frame; /* of its own */
  gint32 mark;
  double baseline;
  double unit_per_step;
  guint32 running; /* format 8: the last sample; it may wrap, as hostile files have it */
} Channel;

static inline float
to_unit (const Channel *channel, gint32 steps)
{
  if (steps == channel->mark)
    return NAN;
  return (float) ((steps - channel->baseline) * channel->unit_per_step);
}

/* Differences become steps, in place. */
static void
add_up (Channel *channel, gint32 *steps, size_t n_frames, size_t stride)
{
  for (size_t f = 0; f < n_frames; f++) {
    gint32 *own = steps + f * stride + channel->first;

    for (guint i = 0; i < channel->per_frame; i++) {
      channel->running += (guint32) own[i];
      own[i] = (gint32) channel->running;
    }
  }
}

static void
tally (const Channel *channel,
       const gint32 *steps,
       size_t n_frames,
       size_t stride,
       EctopyWfdbTally *result)
{
  const gint32 mark = channel->mark;
  guint32 sum = 0;
  guint32 n_marks = 0;

  if (result->n_frames == 0 && n_frames > 0)
    result->first = steps[channel->first];
  for (guint i = 0; i < channel->per_frame; i++) {
    const gint32 *own = steps + channel->first + i;

    for (size_t f = 0; f < n_frames; f++) {
      sum += (guint32) own[f * stride];
      n_marks += own[f * stride] == mark;
    }
  }
  result->n_frames += n_frames;
  result->sum = (guint16) (result->sum + sum);
  result->sum_of_marks = (guint16) (result->sum_of_marks + sum - n_marks * (guint32) channel->mark +
                                    n_marks * (guint32) NO_SAMPLE);
}

/* @out: `[n_frames, factor]`. */
static void
convert (const Channel *channel,
         const gint32 *steps,
         size_t n_frames,
         size_t stride,
         guint factor,
         float *out)
{
  const gint32 *own = steps + channel->first;

  if (factor == 1) {
    const Channel local = *channel; /* so that nothing is loaded again */

    for (size_t f = 0; f < n_frames; f++)
      out[f] = to_unit (&local, own[f * stride]);
    return;
  }
  for (size_t f = 0; f < n_frames; f++, own += stride)
    for (guint64 j = 0; j < factor; j++)
      *out++ = to_unit (channel, own[j * channel->per_frame / factor]);
}

/* ---- Files ---- */

static Channel *
make_channels (const EctopyWfdbGroup *group, const Format *format)
{
  Channel *channels = g_new0 (Channel, group->n_signals);
  guint first = 0;

  for (guint i = 0; i < group->n_signals; i++) {
    const EctopyWfdbSignal *signal = &group->signals[i];
    Channel *channel = &channels[i];
    double steps_per_unit;

    channel->first = first;
    channel->per_frame = signal->samples_per_frame;
    channel->mark = format->mark;
    channel->baseline = signal->baseline;
    ectopy_wfdb_signal_unit (signal, &steps_per_unit);
    channel->unit_per_step = 1 / steps_per_unit;
    channel->running = (guint32) signal->initial_value;
    first += signal->samples_per_frame;
  }
  return channels;
}

static void
fill_gap (float *samples, size_t begin, size_t end)
{
  for (size_t i = begin; i < end; i++)
    samples[i] = NAN;
}

/* Frames @begin to @begin + @n_piece of the file are in @steps: hands on what is wanted of them. */
static void
hand_on (const EctopyWfdbGroup *group,
         Channel *channels,
         gint32 *steps,
         guint64 begin,
         size_t n_piece,
         size_t n_frames,
         guint64 n_checked,
         guint factor,
         float *const *samples,
         EctopyWfdbTally *tallies)
{
  const size_t stride = group->frame_samples;

  for (guint i = 0; i < group->n_signals; i++) {
    const guint64 skew = group->signals[i].skew;
    const guint64 skipped = skew > begin ? MIN (skew - begin, n_piece) : 0;
    const guint64 to = begin + skipped - MIN (skew, begin + skipped); /* the record's frame */

    if (group->signals[i].format == 8)
      add_up (&channels[i], steps, n_piece, stride);
    if (begin < n_checked)
      tally (&channels[i], steps, (size_t) MIN (n_piece, n_checked - begin), stride, &tallies[i]);
    if (samples[i] != NULL && skipped < n_piece && to < n_frames)
      convert (&channels[i], steps + skipped * stride,
               (size_t) MIN (n_piece - skipped, n_frames - to), stride, factor,
               samples[i] + to * factor);
  }
}

/* Frames of the file that are worth reading. */
static guint64
count_needed (const EctopyWfdbGroup *group, guint64 n_there, size_t n_frames, guint64 n_checked)
{
  guint64 needed = n_checked;

  for (guint i = 0; i < group->n_signals; i++) {
    guint64 end;

    if (!g_uint64_checked_add (&end, group->signals[i].skew, n_frames))
      end = G_MAXUINT64;
    needed = MAX (needed, end);
  }
  return MIN (needed, n_there);
}

gboolean
ectopy_wfdb_signal_read (const EctopyWfdbGroup *group,
                         const EctopyInputFile *file,
                         size_t n_frames,
                         guint64 n_checked,
                         guint factor,
                         float *const *samples,
                         EctopyWfdbTally *tallies,
                         const EctopyWfdbWatch *watch,
                         GError **error)
{
  const Format *format = find_format (group->signals->format);
  const guint64 n_there = ectopy_wfdb_signal_count_frames (group, file->size);
  const guint64 n_needed = count_needed (group, n_there, n_frames, n_checked);
  const size_t wanted_piece = MAX (PIECE_SAMPLES / group->frame_samples / ANY_BLOCK, 1) * ANY_BLOCK;
  const size_t piece = (size_t) MIN (wanted_piece, n_needed);
  g_autofree Channel *channels = NULL;
  g_autofree gint32 *steps = NULL;
  g_autofree guint8 *bytes = NULL;
  guint64 offset = group->signals->byte_offset;
  size_t n_blocks;

  memset (tallies, 0, group->n_signals * sizeof *tallies);
  for (guint i = 0; i < group->n_signals; i++) {
    const guint64 end = n_there - MIN (group->signals[i].skew, n_there);

    if (samples[i] != NULL && end < n_frames)
      fill_gap (samples[i], (size_t) end * factor, n_frames * factor);
  }
  if (n_needed == 0)
    return TRUE;

  channels = make_channels (group, format);
  n_blocks = (piece * group->frame_samples + format->block_samples - 1) / format->block_samples;
  steps = g_try_new (gint32, n_blocks * format->block_samples);
  bytes = g_try_malloc_n (n_blocks, format->block_bytes);
  if (steps == NULL || bytes == NULL)
    return ectopy_memory_fail (n_blocks, format->block_samples * sizeof *steps, error);
  for (guint64 begin = 0; begin < n_needed; begin += piece) {
    const size_t n_piece = (size_t) MIN (piece, n_needed - begin);
    const size_t n_samples = n_piece * group->frame_samples;
    size_t n_bytes;

    if (g_cancellable_set_error_if_cancelled (watch->cancellable, error))
      return FALSE;
    if (watch->progress != NULL && begin / piece % PIECES_PER_WORD == 0)
      watch->progress (watch->stage,
                       (double) (watch->done + begin * group->frame_samples) /
                           (double) MAX (watch->total, 1),
                       watch->progress_data);
    n_blocks = (n_samples + format->block_samples - 1) / format->block_samples;
    n_bytes = (size_t) MIN (n_blocks * format->block_bytes, file->size - offset);
    if (!ectopy_input_file_read (file, offset, bytes, n_bytes, error))
      return FALSE;
    memset (bytes + n_bytes, 0, n_blocks * format->block_bytes - n_bytes);
    format->decode (bytes, steps, n_blocks);
    hand_on (group, channels, steps, begin, n_piece, n_frames, n_checked, factor, samples, tallies);
    offset += n_bytes;
  }
  return TRUE;
}
