/* SPDX-License-Identifier: MIT */
#include "engine/learn/training-log.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static EctopyTrainingLog *
made_up (guint n_epochs)
{
  EctopyTrainingLog *log = ectopy_training_log_new ();

  for (guint i = 1; i <= n_epochs; i++) {
    const EctopyEpoch epoch = { .epoch = i,
                                .loss = 1.5 / i,
                                .accuracy = 0.5,
                                .val_loss = NAN,
                                .val_accuracy = NAN,
                                .val_macro_f1 = NAN,
                                .learning_rate = 1e-3,
                                .seconds = 2,
                                .beats_per_second = 5310 };

    ectopy_training_log_append (log, &epoch);
  }
  return log;
}

static void
test_grow (void)
{
  g_autoptr (EctopyTrainingLog) log = made_up (100);
  g_autoptr (EctopyTrainingLog) copy = NULL;

  ectopy_training_log_set_best (log, 7);
  ectopy_training_log_set_stop_reason (log, "first");
  ectopy_training_log_set_stop_reason (log, "no better validation loss for 10 epochs");
  copy = ectopy_training_log_copy (log);
  g_assert_cmpuint (copy->n_epochs, ==, 100);
  g_assert_cmpuint (copy->best_epoch, ==, 7);
  g_assert_cmpstr (copy->stop_reason, ==, log->stop_reason);
  g_assert_cmpfloat (ectopy_training_log_find (copy, 3)->loss, ==, 0.5);
  g_assert_null (ectopy_training_log_find (copy, 101));
}

static void
test_csv (void)
{
  g_autoptr (EctopyTrainingLog) log = made_up (2);
  g_autofree char *csv = NULL;

  ectopy_training_log_set_best (log, 2);
  csv = ectopy_training_log_to_csv (log);
  g_assert_cmpstr (csv, ==,
                   "epoch,loss,accuracy,val_loss,val_accuracy,val_macro_f1,learning_rate,seconds,"
                   "beats_per_second,best\r\n"
                   "1,1.5,0.5,,,,0.001,2,5310,0\r\n"
                   "2,0.75,0.5,,,,0.001,2,5310,1\r\n");
}

static void
test_json (void)
{
  g_autoptr (EctopyTrainingLog) log = made_up (2);
  g_autofree char *running = ectopy_training_log_to_json (log, NULL);
  g_autofree char *ended = NULL;
  g_autoptr (JsonNode) before = json_from_string (running, NULL);
  g_autoptr (JsonNode) after = NULL;
  JsonObject *object, *epoch;

  g_assert_true (json_object_get_null_member (json_node_get_object (before), "best_epoch"));
  g_assert_true (json_object_get_null_member (json_node_get_object (before), "stop_reason"));
  ectopy_training_log_set_best (log, 1);
  ectopy_training_log_set_stop_reason (log, "all epochs done");
  ended = ectopy_training_log_to_json (log, "m.safetensors");
  after = json_from_string (ended, NULL);
  object = json_node_get_object (after);
  epoch = json_array_get_object_element (json_object_get_array_member (object, "epochs"), 1);
  g_assert_cmpint (json_object_get_int_member (epoch, "epoch"), ==, 2);
  g_assert_cmpfloat (json_object_get_double_member (epoch, "loss"), ==, 0.75);
  g_assert_true (json_object_get_null_member (epoch, "val_loss"));
  g_assert_cmpint (json_object_get_int_member (object, "best_epoch"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (object, "stop_reason"), ==, "all epochs done");
  g_assert_cmpstr (json_object_get_string_member (object, "model"), ==, "m.safetensors");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learn/training-log/grows-and-copies", test_grow);
  g_test_add_func ("/learn/training-log/csv", test_csv);
  g_test_add_func ("/learn/training-log/json", test_json);
  return g_test_run ();
}
