/* SPDX-License-Identifier: MIT */
#pragma once

/* Where the application's bundle has its files, and where a template lies in it. */
#define ECTOPY_RESOURCES "/io/github/ectopy/Ectopy"
#define ECTOPY_UI(name)  ECTOPY_RESOURCES "/" name
