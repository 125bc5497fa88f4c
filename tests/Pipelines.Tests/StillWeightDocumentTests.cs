using System.Globalization;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.Tests;

/// <summary>The weights that docs/stills.md states are those that the program uses.</summary>
public sealed class StillWeightDocumentTests
{
    [Fact]
    public void Every_weight_is_stated_and_nothing_else_is()
    {
        var stated = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "docs", "stills.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(cells => cells.Length == 2 && cells[0].StartsWith('`') && double.TryParse(cells[1], CultureInfo.InvariantCulture, out _))
            .ToDictionary(cells => cells[0].Trim('`'), cells => double.Parse(cells[1], CultureInfo.InvariantCulture));

        stated.ShouldBe(StillWeights.ByCheck.ToDictionary(), ignoreOrder: true);
    }
}
