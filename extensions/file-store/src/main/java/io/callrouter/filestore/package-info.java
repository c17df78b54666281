/**
 * Keeps calls in a file, so that one node survives a restart: a call goes on when its carrier asks
 * what is next, and a repeated webhook is still recognised. The router does not yet take up at its
 * start what else a restart leaves behind, such as records that no sink has taken.
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
