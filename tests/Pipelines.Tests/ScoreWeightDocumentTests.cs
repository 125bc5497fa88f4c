using System.Globalization;
using FunctionsPipeline.Analysis;

namespace FunctionsPipeline.Pipelines.Tests;

/// <summary>The weights that docs/analysis.md states are those that the program uses.</summary>
public sealed class ScoreWeightDocumentTests
{
    [Fact]
    public void Every_weight_is_stated_and_nothing_else_is()
    {
        var stated = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "docs", "analysis.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(cells => cells.Length == 2 && cells[0].StartsWith('`') && double.TryParse(cells[1], CultureInfo.InvariantCulture, out _))
            .ToDictionary(cells => cells[0].Trim('`'), cells => double.Parse(cells[1], CultureInfo.InvariantCulture));

        stated.ShouldBe(ScoreWeights.Photorealism.Concat(ScoreWeights.Physics).ToDictionary(), ignoreOrder: true);
    }

    [Fact]
    public void Every_detector_counts_for_a_score()
    {
        var weighted = ScoreWeights.Photorealism.Keys.Concat(ScoreWeights.Physics.Keys);

        DetectorCatalog.CreateAll().Select(detector => detector.Id).Except(weighted).ShouldBeEmpty();
    }
}
