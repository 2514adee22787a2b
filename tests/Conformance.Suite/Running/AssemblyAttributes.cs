using NUnit.Framework;

// Cases wait for answers most of the time; how many requests are under way at once is for the setting Concurrency.
[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(32)]
