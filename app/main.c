/* SPDX-License-Identifier: MIT */
#include "app/application.h"
#include "engine/run/locale.h"
#include "engine/run/restart.h"
#include "ui/session/give-back.h"

int
main (int argc, char **argv)
{
  g_autoptr (EctopyApplication) application = NULL;

  ectopy_restart_for_window (argv);
  ectopy_give_back_memory_begin ();
  ectopy_locale_begin ();
  application = ectopy_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
