namespace FunctionsPipeline.Analysis;

/// <summary>Collects findings with bounded memory: when it is full, the least severe one goes.</summary>
public sealed class FindingList
{
    /// <summary>Findings kept: nobody looks at more, and a hostile video must not fill memory.</summary>
    public const int Max = 100;

    private readonly List<DetectorFinding> _findings = [];

    /// <summary>Adds one; they are expected by start.</summary>
    public void Add(DetectorFinding finding)
    {
        _findings.Add(finding);
        if (_findings.Count > Max) _findings.Remove(_findings.MinBy(known => known.Severity)!);
    }

    /// <summary>What is kept, by start.</summary>
    public IReadOnlyList<DetectorFinding> ToList() => [.. _findings];
}
