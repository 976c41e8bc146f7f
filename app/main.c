/* SPDX-License-Identifier: MIT */
#include "app/application.h"
#include "config.h"
#include "engine/run/restart.h"

#include <libintl.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  g_autoptr (EctopyApplication) application = NULL;

  setlocale (LC_ALL, "");
  ectopy_restart_for_blas (argv);
  bindtextdomain (GETTEXT_PACKAGE, ECTOPY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  application = ectopy_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
