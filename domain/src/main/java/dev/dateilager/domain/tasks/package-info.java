/** Work done side by side by threads that never outlive the call that started them. */
@NullMarked
package dev.dateilager.domain.tasks;

import org.jspecify.annotations.NullMarked;
