/**
 * Keeps calls in a file, so that one node survives a restart, {@code kill -9} included: a router
 * that is given the file takes over at once what the last process left. A call goes on where it was
 * when its carrier asks what is next, or its watchdog ends it; a repeated webhook is still
 * recognised; a record that a sink has not taken is delivered. Live audio is lost with the process.
 *
 * <p>There is one class to know, {@link io.callrouter.filestore.FileStore}. The router does not
 * close it, and asks for a token secret that stays the same:
 *
 * <pre>{@code
 * Timekeeper time = Timekeeper.system();
 * Store store = FileStore.open(Path.of("/var/lib/office/calls"), time::now);
 * CallRouter router =
 *     CallRouter.builder().timekeeper(time).store(store).tokenSecret(secret)...build();
 * }</pre>
 *
 * <p>Several nodes cannot share a file: they need a store they can all reach. The file is an
 * MVStore of the H2 database.
 */
@NullMarked
package io.callrouter.filestore;

import org.jspecify.annotations.NullMarked;
