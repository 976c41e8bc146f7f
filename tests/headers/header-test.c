/* SPDX-License-Identifier: MIT */
/* Compiled once per header, including nothing else; twice, since it may be met twice. */
#include ECTOPY_HEADER
#include ECTOPY_HEADER

int
main (void)
{
  return 0;
}
