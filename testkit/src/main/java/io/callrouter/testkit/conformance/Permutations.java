package io.callrouter.testkit.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Orders of a few things: all of them, or where those are too many, some by chance. */
final class Permutations {
  private static final int MOST_FOR_ALL = 4;
  private static final int BY_CHANCE = 40;

  private Permutations() {}

  static List<List<Integer>> of(List<Integer> things) {
    if (things.size() > MOST_FOR_ALL) {
      return byChance(things);
    }
    List<List<Integer>> all = new ArrayList<>();
    add(List.of(), things, all);
    return all;
  }

  private static void add(List<Integer> begun, List<Integer> left, List<List<Integer>> all) {
    if (left.isEmpty()) {
      all.add(begun);
    }
    for (Integer next : left) {
      List<Integer> more = new ArrayList<>(begun);
      more.add(next);
      List<Integer> less = new ArrayList<>(left);
      less.remove(next);
      add(more, less, all);
    }
  }

  private static List<List<Integer>> byChance(List<Integer> things) {
    List<List<Integer>> some = new ArrayList<>();
    List<Integer> backwards = new ArrayList<>(things);
    Collections.reverse(backwards);
    some.add(backwards);
    for (int seed = 0; seed < BY_CHANCE; seed++) {
      List<Integer> order = new ArrayList<>(things);
      Collections.shuffle(order, new Random(seed));
      some.add(order);
    }
    return some;
  }
}
