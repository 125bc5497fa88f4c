// Every test starts processes that use more than one core; more tests at once would only time each other out.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
