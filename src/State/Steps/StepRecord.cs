using System.Security.Cryptography;
using System.Text;

namespace FunctionsPipeline.State.Steps;

/// <summary>A step of an item that gave a result, and all that the result depends on.</summary>
public sealed record StepRecord
{
    /// <summary>Run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Item.</summary>
    public required string ItemId { get; init; }

    /// <summary>Place of the item in the run, from 0.</summary>
    public required int ItemIndex { get; init; }

    /// <summary>Step of the item's recipe, for example <c>image</c>.</summary>
    public required string Step { get; init; }

    /// <summary>Which of several times that the item takes this step, from 0: an iteration, or a real repeat.</summary>
    public required int Repeat { get; init; }

    /// <summary>What the result depends on, in the order in which a person would ask.</summary>
    public required IReadOnlyList<StepInput> Inputs { get; init; }

    /// <summary>The ledger row of the call that was paid for it.</summary>
    public required string CallId { get; init; }

    /// <summary>Path of the blob that holds the result.</summary>
    public required string ResultPath { get; init; }

    /// <summary>Files that belong to the result; paths of blobs.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The run that paid for it, when it was taken over.</summary>
    public RunId? TakenFrom { get; init; }

    /// <summary>Stands for the step and all its inputs: equal keys mean that the result may be taken over.</summary>
    public string Key => KeyOf(Step, Repeat, Inputs);

    /// <summary>Lower-case hexadecimal SHA-256 over step, repeat and inputs.</summary>
    public static string KeyOf(string step, int repeat, IReadOnlyList<StepInput> inputs)
    {
        // Lengths keep two inputs from running into one.
        var text = new StringBuilder().Append(step.Length).Append(':').Append(step).Append(repeat).Append('\n');
        foreach (var input in inputs) text.Append(input.Name.Length).Append(':').Append(input.Name).Append(input.Sha256).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>One thing that a step's result depends on.</summary>
/// <param name="Name">For people, for example <c>prompt</c>.</param>
/// <param name="Sha256">Of its UTF-8 text or its bytes, lower-case hexadecimal.</param>
/// <param name="Shown">Its beginning, for people; never more than <see cref="ShownCharactersMax"/> characters.</param>
public sealed record StepInput(string Name, string Sha256, string Shown)
{
    /// <summary>Characters of an input that are kept to be shown.</summary>
    public const int ShownCharactersMax = 80;

    /// <summary>An input that is text.</summary>
    public static StepInput Of(string name, string text) => new(
        name,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        Shorten(text));

    private static string Shorten(string text)
    {
        // Half a character would be none.
        var end = ShownCharactersMax - 1;
        var shown = text.Length <= ShownCharactersMax ? text : text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
        return new string([.. shown.Select(character => char.IsControl(character) ? ' ' : character)]);
    }
}
