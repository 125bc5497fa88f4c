using Xunit;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("FunctionsPipeline.Cli.Tests.LongestFirst", "FunctionsPipeline.Cli.Tests")]

namespace FunctionsPipeline.Cli.Tests;

/// <summary>Begins with the class that takes longest by far, so that it is not left alone at the end with one core at rest.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(collection => collection.DisplayName.EndsWith(nameof(ReadmeTests), StringComparison.Ordinal));
}
