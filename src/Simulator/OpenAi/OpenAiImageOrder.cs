using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>A checked order of images.</summary>
/// <param name="Model">Model.</param>
/// <param name="Prompt">Prompt.</param>
/// <param name="Count">How many.</param>
/// <param name="WidthPx">Ordered width.</param>
/// <param name="HeightPx">Ordered height.</param>
/// <param name="Quality">Ordered quality.</param>
internal sealed record OpenAiImageOrder(string Model, string Prompt, int Count, int WidthPx, int HeightPx, string Quality)
{
    private const int CountMax = 10;
    private const int PromptCharactersMax = 32_000;
    private const double SquarePx = 1024 * 1024;

    private static readonly string[] ThreeSizes = ["1024x1024", "1536x1024", "1024x1536"];
    private static readonly string[] Qualities = ["low", "medium", "high", "auto"];
    private static readonly string[] Strangers = ["response_format", "style"];

    /// <summary>Names of OpenAI's models.</summary>
    public static IReadOnlyList<string> Models { get; } = ["gpt-image-2", "gpt-image-1.5", "gpt-image-1-mini"];

    /// <summary>The shape, for example <c>1536:1024</c>.</summary>
    public string AspectRatio => string.Create(CultureInfo.InvariantCulture, $"{WidthPx}:{HeightPx}");

    /// <summary>The size as ordered.</summary>
    public string Size => string.Create(CultureInfo.InvariantCulture, $"{WidthPx}x{HeightPx}");

    /// <summary>Tokens that its images take: those of a square of 1024 px, by area.</summary>
    public long OutputTokens => Count * (long)Math.Ceiling(WidthPx * HeightPx / SquarePx * (Quality switch { "low" => 272, "medium" => 1056, _ => 4160 }));

    /// <summary>Checks a body.</summary>
    public static OpenAiProblem? TryRead(JsonElement body, OpenAiAccount account, out OpenAiImageOrder? order)
    {
        order = null;
        if (!body.TryText("model", out var model)) return OpenAiProblem.WrongType("model", "a string");
        if (string.IsNullOrEmpty(model)) return OpenAiProblem.Missing("model");
        if (!account.IsOwnServer && !Models.Contains(model)) return OpenAiProblem.UnknownModel(model);
        if (!body.TryText("prompt", out var prompt)) return OpenAiProblem.WrongType("prompt", "a string");
        if (string.IsNullOrEmpty(prompt)) return OpenAiProblem.Missing("prompt");
        if (prompt.Length > PromptCharactersMax) return OpenAiProblem.WrongValue("prompt", $"a string of at most {PromptCharactersMax} characters");
        if (!body.TryWhole("n", out var count)) return OpenAiProblem.WrongType("n", "an integer");
        if (count is < 1 or > CountMax) return OpenAiProblem.WrongValue("n", $"an integer from 1 to {CountMax}");
        if (Form(body, account, out var quality) is { } wrongForm) return wrongForm;
        if (Sides(body, account, model, out var width, out var height) is { } wrongSize) return wrongSize;
        order = new OpenAiImageOrder(model, prompt, count ?? 1, width, height, quality);
        return null;
    }

    private static OpenAiProblem? Form(JsonElement body, OpenAiAccount account, out string quality)
    {
        quality = body.TryText("quality", out var wish) && wish is not null ? wish : "auto";
        if (account.IsOwnServer)
        {
            return body.TryText("response_format", out var format) && format == "b64_json"
                ? null
                : OpenAiProblem.WrongValue("response_format", "b64_json: the simulator keeps no files for this server");
        }

        // The GPT image models give files in any case and do not know the field.
        if (Array.Find(Strangers, field => body.Field(field) is not null) is { } stranger) return OpenAiProblem.Unknown(stranger);
        if (!Qualities.Contains(quality)) return OpenAiProblem.WrongValue("quality", $"one of {string.Join(", ", Qualities)}");
        return body.TryText("output_format", out var output) && output is null or "png"
            ? null
            : OpenAiProblem.WrongValue("output_format", "png: the simulator makes no others");
    }

    private static OpenAiProblem? Sides(JsonElement body, OpenAiAccount account, string model, out int width, out int height)
    {
        (width, height) = (1024, 1024);
        if (!body.TryText("size", out var size)) return OpenAiProblem.WrongType("size", "a string");
        if (size is null or "auto") return null;
        var isFree = account.IsOwnServer || model == "gpt-image-2";
        if (!isFree && !ThreeSizes.Contains(size)) return OpenAiProblem.WrongValue("size", $"one of {string.Join(", ", ThreeSizes)}, auto");

        var sides = size.Split('x');
        if (sides.Length != 2 || !IsSide(sides[0], out width) || !IsSide(sides[1], out height))
        {
            return OpenAiProblem.WrongValue("size", "a width and a height such as 1536x1024");
        }

        if (account.IsOwnServer) return null;
        var (longer, shorter) = (Math.Max(width, height), Math.Min(width, height));
        return width % 16 == 0 && height % 16 == 0 && longer <= 3840 && shorter <= 2160 && longer <= 3 * shorter
            ? null
            : OpenAiProblem.WrongValue("size", "sides divisible by 16, at most 3840x2160, at most 3:1");
    }

    private static bool IsSide(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 16 and <= 8192;
}
