namespace FunctionsPipeline.Pipelines.VideoBatch.Reporting;

/// <summary>What keeps a report small whatever the size of its run, each with its reason.</summary>
public static class ReportLimits
{
    /// <summary>Clips shown: a browser opens so many at once without complaint, and nobody watches more.</summary>
    public const int ClipsMax = 24;

    /// <summary>Times linked for one defect of one clip: the most severe ones tell the story.</summary>
    public const int TimesPerDefectMax = 3;

    /// <summary>Items named in one group; <c>items.jsonl</c> has all of them.</summary>
    public const int ItemsPerGroupMax = 100;

    /// <summary>Reasons of abstaining kept by detector; a reason may hold a number and so come in many forms.</summary>
    public const int ReasonsMax = 20;

    /// <summary>Characters of a prompt shown: the longest prompts have 65,536.</summary>
    public const int TextCharactersMax = 1000;
}
