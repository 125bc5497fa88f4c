namespace FunctionsPipeline.Pipelines.Input;

/// <summary>Every limit of specifications, prompts and plans, each with its reason.</summary>
public static class InputLimits
{
    /// <summary>Problems reported at once: more do not help a reader.</summary>
    public const int ProblemsMax = 20;

    /// <summary>Items of a plan: beyond it a mistyped repeat is likelier than a wish.</summary>
    public const int ItemsMax = 1_000_000;

    /// <summary>Characters of a prompt. Providers take far less; this bounds memory before they are asked.</summary>
    public const int PromptCharactersMax = 64 * 1024;

    /// <summary>
    /// Bytes of one prompt with its fields: a prompt of the greatest length, every character escaped as <c>\u0000</c>, and some more.
    /// </summary>
    public const int EntryBytesMax = 512 * 1024;

    /// <summary>Bytes of a specification; inline prompts are meant to be few.</summary>
    public const int SpecBytesMax = 4 * 1024 * 1024;

    /// <summary>Bytes of a YAML prompt file: the only format whose scalars cannot be bounded while they are read.</summary>
    public const int YamlBytesMax = 64 * 1024 * 1024;

    /// <summary>Nesting of lists and maps: deeper documents come from mistakes or malice.</summary>
    public const int NestingMax = 16;

    /// <summary>Characters of an id: it becomes part of file names.</summary>
    public const int IdCharactersMax = 64;

    /// <summary>Characters of input shown in a message.</summary>
    public const int ShownCharactersMax = 60;
}
