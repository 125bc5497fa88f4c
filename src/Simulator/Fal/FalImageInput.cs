using System.Globalization;
using System.Text.Json;
using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Http;

namespace FunctionsPipeline.Simulator.Fal;

/// <summary>An image model's input as far as it could be read. The queue takes any object; the model finds fault later.</summary>
/// <param name="Prompt">The prompt; empty when there is none.</param>
/// <param name="WidthPx">Ordered width.</param>
/// <param name="HeightPx">Ordered height.</param>
/// <param name="Count">Number of images.</param>
/// <param name="Seed">Seed, or null.</param>
/// <param name="IsJpeg">Whether the files are JPEG, as they are unless PNG is asked for.</param>
/// <param name="Problem">The first thing wrong with it, or null.</param>
internal sealed record FalImageInput(string Prompt, int WidthPx, int HeightPx, int Count, int? Seed, bool IsJpeg, InputProblem? Problem)
{
    private const int CountMax = 4;
    private const int SidePxMin = 64, SidePxMax = 2048;
    private const long PixelsInMegapixel = 1_000_000;

    private static readonly Dictionary<string, (int Width, int Height)> Presets = new(StringComparer.Ordinal)
    {
        ["landscape_4_3"] = (1024, 768),
        ["square_hd"] = (1024, 1024),
        ["square"] = (512, 512),
        ["portrait_4_3"] = (768, 1024),
        ["portrait_16_9"] = (576, 1024),
        ["landscape_16_9"] = (1024, 576),
    };

    /// <summary>Names of the models.</summary>
    public static IReadOnlyList<string> Models { get; } = ["fal-ai/flux/schnell", "fal-ai/flux/dev", "fal-ai/flux-pro/v1.1"];

    /// <summary>Shape, as text.</summary>
    public string AspectRatio => string.Create(CultureInfo.InvariantCulture, $"{WidthPx}:{HeightPx}");

    /// <summary>What is billed: the megapixels of an image, rounded up, for each image.</summary>
    public long Megapixels => Count * ((((long)WidthPx * HeightPx) + PixelsInMegapixel - 1) / PixelsInMegapixel);

    /// <summary>Reads an input.</summary>
    public static FalImageInput Read(JsonElement body)
    {
        InputProblem?[] problems =
        [
            body.TryText("prompt", out var prompt) ? null : new InputProblem("prompt", "Input should be a valid string", "string_type"),
            prompt is null ? new InputProblem("prompt", "Field required", "missing") : null,
            Size(body, out var size),
            Whole(body, "num_images", 1, CountMax, out var count),
            Whole(body, "seed", 0, int.MaxValue, out var seed),
            Format(body, out var isJpeg),
            body.Field("enable_safety_checker") is null or { ValueKind: JsonValueKind.True or JsonValueKind.False }
                ? null
                : new InputProblem("enable_safety_checker", "Input should be a valid boolean", "bool_type"),
        ];
        return new FalImageInput(prompt ?? "", size.Width, size.Height, count ?? 1, seed, isJpeg, problems.FirstOrDefault(problem => problem is not null));
    }

    private static InputProblem? Size(JsonElement body, out (int Width, int Height) size)
    {
        size = Presets["landscape_4_3"];
        if (body.Field("image_size") is not { } field) return null;
        if (field.ValueKind == JsonValueKind.String && Presets.TryGetValue(field.GetString()!, out var preset))
        {
            size = preset;
            return null;
        }

        if (field.ValueKind == JsonValueKind.Object && field.TryWhole("width", out var width) && field.TryWhole("height", out var height)
            && (width ?? 512) is >= SidePxMin and <= SidePxMax && (height ?? 512) is >= SidePxMin and <= SidePxMax)
        {
            size = (width ?? 512, height ?? 512);
            return null;
        }

        var presets = string.Join(", ", Presets.Keys.Select(name => $"'{name}'"));
        return new InputProblem("image_size", $"Input should be {presets}, or a width and a height from {SidePxMin} to {SidePxMax}", "literal_error");
    }

    private static InputProblem? Whole(JsonElement body, string name, int low, int high, out int? number)
    {
        if (!body.TryWhole(name, out number)) return new InputProblem(name, "Input should be a valid integer", "int_type");
        if (number is null || (number >= low && number <= high)) return null;
        number = null;
        return new InputProblem(name, $"Input should be from {low} to {high}", "less_than_equal");
    }

    private static InputProblem? Format(JsonElement body, out bool isJpeg)
    {
        var isText = body.TryText("output_format", out var format);
        isJpeg = format != "png";
        return isText && format is (null or "jpeg" or "png") ? null : new InputProblem("output_format", "Input should be 'jpeg' or 'png'", "literal_error");
    }
}
