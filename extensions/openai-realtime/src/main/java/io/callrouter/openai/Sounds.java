package io.callrouter.openai;

import io.callrouter.media.AudioClip;
import io.callrouter.media.EndpointContext;
import io.callrouter.media.PlayItem;
import io.callrouter.media.PlayedItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the agent plays into the call that is not the model's.
 *
 * <p>Guarded by the lock of the agent.
 */
final class Sounds {
  private final Map<String, CompletableFuture<PlayedItem>> playing = new HashMap<>();
  private long next;

  /** Plays them one after the other, after what is playing; completes when all are over. */
  CompletableFuture<List<PlayedItem>> play(EndpointContext context, List<AudioClip> clips) {
    List<CompletableFuture<PlayedItem>> all =
        clips.stream().map(clip -> play(context, clip)).toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
        .thenApply(over -> all.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<PlayedItem> play(EndpointContext context, AudioClip clip) {
    CompletableFuture<PlayedItem> over = new CompletableFuture<>();
    String name = "sound " + next++;
    playing.put(name, over);
    PlayItem item = context.item(name);
    clip.sendTo(item, context.format());
    return over;
  }

  /** An item is over: what is to be completed with its account, without the lock. */
  @Nullable CompletableFuture<PlayedItem> played(PlayedItem account) {
    return playing.remove(account.name());
  }
}
