namespace FunctionsPipeline.Providers.OpenAi;

/// <summary>In what servers of the OpenAI form differ. What they answer is read with the same patience everywhere.</summary>
internal sealed record OpenAiDialect
{
    /// <summary>OpenAI itself.</summary>
    public static OpenAiDialect OpenAi { get; } = new()
    {
        OutputTokensField = "max_completion_tokens",
        EmbeddingEncoding = "base64",
        PromptCharactersMax = 32_000,
    };

    /// <summary>Any server that imitates it: Ollama knows only the older name of the bound, and most write reasoning into the text.</summary>
    public static OpenAiDialect Compatible { get; } = new()
    {
        OutputTokensField = "max_tokens",
        MayThinkAloud = true,
        ImageResponseFormat = "b64_json",
    };

    /// <summary>Field for the upper bound on tokens.</summary>
    public required string OutputTokensField { get; init; }

    /// <summary>How a JSON answer is asked for.</summary>
    public JsonAnswerForm JsonAnswer { get; init; }

    /// <summary>True when reasoning and Markdown fences may stand around the answer, to be taken off.</summary>
    public bool MayThinkAloud { get; init; }

    /// <summary>Encoding of vectors; null leaves it to the server, because not every one knows the field.</summary>
    public string? EmbeddingEncoding { get; init; }

    /// <summary>Images in the reply rather than behind links; null for OpenAI, which always does so and refuses the field.</summary>
    public string? ImageResponseFormat { get; init; }

    /// <summary>Quality of images; null leaves it to the server.</summary>
    public string? ImageQuality { get; init; }

    /// <summary>Longest prompt of an image; null for no bound of ours.</summary>
    public int? PromptCharactersMax { get; init; }
}

/// <summary>How a server is asked for an answer in JSON.</summary>
public enum JsonAnswerForm
{
    /// <summary>With the schema, which the server holds the model to.</summary>
    Schema,

    /// <summary>With <c>json_object</c>, and the schema as words for the model: for servers that know no schemas.</summary>
    Object,
}
