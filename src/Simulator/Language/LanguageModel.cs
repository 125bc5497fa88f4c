using System.Security.Cryptography;
using System.Text.Json;
using FunctionsPipeline.Simulator.Language.Tales;
using FunctionsPipeline.Simulator.Vision;

namespace FunctionsPipeline.Simulator.Language;

/// <summary>A request to a language model, whatever the provider's form of it was.</summary>
/// <param name="Model">Model as ordered.</param>
/// <param name="Messages">Oldest first.</param>
internal sealed record LanguageRequest(string Model, IReadOnlyList<LanguageMessage> Messages)
{
    /// <summary>The JSON schema that the answer has to fit; null for text.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Upper bound on tokens of the answer; null for none.</summary>
    public int? OutputTokensMax { get; init; }

    /// <summary>Seed of the request; null for none.</summary>
    public long? Seed { get; init; }

    /// <summary>All that was said, for moderation, for the journal and for chance.</summary>
    public string Prompt => string.Join('\n', Messages.Select(message => message.Text));

    /// <summary>Stands for the pictures; empty when there are none.</summary>
    public string PicturesId =>
        string.Concat(Messages.SelectMany(message => message.Images).Select(image => Convert.ToHexStringLower(SHA256.HashData(image))[..16]));
}

/// <summary>One message.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Text">Its text.</param>
/// <param name="Images">Files of the pictures shown with it.</param>
internal sealed record LanguageMessage(string Role, string Text, IReadOnlyList<byte[]> Images);

/// <summary>An answer.</summary>
/// <param name="Text">What was written; cut when <paramref name="IsTruncated"/>.</param>
/// <param name="IsTruncated">True when the bound on tokens was reached.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
internal sealed record LanguageAnswer(string Text, bool IsTruncated, int InputTokens, int OutputTokens)
{
    /// <summary>True when the model declines; the text says so.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>True when a filter stopped the prompt; there is no text then.</summary>
    public bool IsBlocked { get; init; }
}

/// <summary>
/// The one language model behind every provider. It reads what a real one reads, the texts, the pictures and the schema, and nothing else.
/// The same request and chance give the same answer.
/// </summary>
internal static class LanguageModel
{
    private const int CharactersPerToken = 4;
    private const int TokensPerImage = 258;
    private const int SentencesMax = 5;

    /// <summary>Answers.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="draw">Chance of this call: another call on the same request should have another.</param>
    /// <param name="fault">What it does wrong on purpose.</param>
    public static LanguageAnswer Answer(LanguageRequest request, Draw draw, LanguageFault fault = LanguageFault.None) =>
        LanguageFaults.Apply(fault, Written(request, draw), draw.For("fault"));

    /// <summary>Tokens of a text.</summary>
    public static int Tokens(int characters) => Math.Max(1, (characters + CharactersPerToken - 1) / CharactersPerToken);

    /// <summary>Tokens of the pictures in a request.</summary>
    public static int ImageTokens(LanguageRequest request) => TokensPerImage * request.Messages.Sum(message => message.Images.Count);

    /// <summary>Tokens of a request.</summary>
    public static int InputTokens(LanguageRequest request) => Tokens(request.Messages.Sum(message => message.Text.Length)) + ImageTokens(request);

    private static LanguageAnswer Written(LanguageRequest request, Draw draw)
    {
        draw = request.Seed is { } seed ? TextScore.DrawOf(request.Prompt).For(seed) : draw;
        var material = MaterialOf(request, draw);
        var text = request.Schema is { } schema ? new SchemaWriter(schema, material).Json(draw) : Sentences(material, draw);
        var input = InputTokens(request);
        var output = Tokens(text.Length);
        if (request.OutputTokensMax is not { } most || output <= most) return new LanguageAnswer(text, false, input, output);
        return new LanguageAnswer(text[..Math.Min(text.Length, most * CharactersPerToken)], true, input, most);
    }

    private static AnswerMaterial MaterialOf(LanguageRequest request, Draw draw)
    {
        if (request.Messages.Any(message => message.Images.Count > 0)) return new Judge(request, draw);
        return EpisodeAnswers.Of(request) is { } episode ? new PreparedMaterial(request, episode) : new AnswerMaterial(request);
    }

    private static string Sentences(AnswerMaterial material, Draw draw) => string.Join(
        ' ', Enumerable.Range(0, 1 + draw.For("count").Index(SentencesMax)).Select(index => material.Text(new AnswerPlace("statement", draw.For(index), 0))));
}
