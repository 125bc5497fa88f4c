namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>What a model means to say, without the reasoning and the Markdown that servers of one's own leave around it. Pure.</summary>
internal static class SpokenText
{
    private const string ThoughtStart = "<think>";
    private const string ThoughtEnd = "</think>";
    private const string Fence = "```";

    /// <summary>The text alone.</summary>
    /// <param name="text">As it came.</param>
    /// <param name="isJson">True when JSON was asked for, so that a fence around all of it is not part of the answer.</param>
    public static string Of(string text, bool isJson)
    {
        var spoken = WithoutThought(text);
        return isJson ? WithoutFence(spoken) : spoken;
    }

    private static string WithoutThought(string text)
    {
        var start = text.IndexOf(ThoughtStart, StringComparison.Ordinal);
        var end = text.IndexOf(ThoughtEnd, StringComparison.Ordinal);
        var opensText = start >= 0 && string.IsNullOrWhiteSpace(text[..start]);

        // Cut in the middle of its thought, a model has said nothing yet.
        if (opensText && end < 0) return "";

        // Some chat templates write the opening tag into the prompt: then only the closing one comes back.
        return end >= 0 && (opensText || start < 0) ? text[(end + ThoughtEnd.Length)..].TrimStart() : text;
    }

    private static string WithoutFence(string text)
    {
        var inner = text.Trim();
        if (!inner.StartsWith(Fence, StringComparison.Ordinal)) return text;

        var firstLineEnd = inner.IndexOf('\n', StringComparison.Ordinal);
        if (firstLineEnd < 0) return text;
        inner = inner[(firstLineEnd + 1)..];
        return inner.EndsWith(Fence, StringComparison.Ordinal) ? inner[..^Fence.Length].TrimEnd() : inner;
    }
}
