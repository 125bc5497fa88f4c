using FunctionsPipeline.Pipelines.Input;

namespace FunctionsPipeline.Pipelines.VideoBatch.Input;

/// <summary>Where prompts come from. Opened anew for every read.</summary>
public abstract record PromptSource
{
    /// <summary>Name in messages.</summary>
    public required string Name { get; init; }

    /// <summary>The endings that prompt files may have, for messages.</summary>
    public const string Endings = EntryReader.Endings;

    /// <summary>A file.</summary>
    /// <exception cref="ArgumentException">The ending is not one of <see cref="Endings"/>.</exception>
    public static PromptSource FromFile(string path) => new PromptFile(Path.GetFullPath(path))
    {
        Name = path,
        Format = EntryReader.FormatOf(path) ?? throw new ArgumentException($"'{path}' does not end in {Endings}.", nameof(path)),
    };

    /// <summary>A stream, for example standard input. It can be read once unless <paramref name="open"/> can open it again.</summary>
    public static PromptSource FromStream(string name, EntryFormat format, Func<Stream> open) =>
        new PromptStream(open) { Name = name, Format = format };
}

/// <summary>Prompts in a file.</summary>
/// <param name="FullPath">Absolute path.</param>
public sealed record PromptFile(string FullPath) : PromptSource
{
    /// <summary>Format.</summary>
    public required EntryFormat Format { get; init; }
}

/// <summary>Prompts in a stream.</summary>
/// <param name="Open">Opens the stream; the reader disposes it.</param>
public sealed record PromptStream(Func<Stream> Open) : PromptSource
{
    /// <summary>Format.</summary>
    public required EntryFormat Format { get; init; }
}

/// <summary>Prompts that stand in the specification itself; already checked.</summary>
public sealed record InlinePrompts(IReadOnlyList<PromptEntry> Entries) : PromptSource;

/// <summary>One prompt.</summary>
/// <param name="Id">Its own id, or <c>p0001</c> and so on by position. Unique in its source, ignoring case.</param>
/// <param name="Text">What is asked for, without surrounding blanks, 1 to 65,536 characters.</param>
/// <param name="Priority">Null takes the specification's.</param>
/// <param name="Expects">What is expected to be seen; null takes the specification's.</param>
/// <param name="Line">Line it begins on, from 1.</param>
public sealed record PromptEntry(string Id, string Text, ItemPriority? Priority, IReadOnlyList<string>? Expects, int Line);
