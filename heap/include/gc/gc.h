/* gc/gc.h: all of the heap's public interface. */
#ifndef GC_GC_H
#define GC_GC_H

#include "gc/value.h"
#include "gc/slot.h"
#include "gc/layout.h"
#include "gc/alloc.h"
#include "gc/barrier.h"
#include "gc/frame.h"
#include "gc/memory.h"
#include "gc/sites.h"
#include "gc/heap.h"
#include "gc/events.h"
#include "gc/observe.h"
#include "gc/pause.h"
#include "gc/debug.h"
#include "gc/snapshot.h"

#endif
