namespace FunctionsPipeline.Simulator.OpenAi;

/// <summary>OpenAI, or a server of one's own that imitates it: the same endpoints, another strictness.</summary>
/// <param name="Provider">Id, which is also the first part of the path.</param>
/// <param name="IsOwnServer">True: no key, any model, no checks, no charges, and now and then no usage.</param>
internal sealed record OpenAiAccount(string Provider, bool IsOwnServer)
{
    /// <summary>OpenAI.</summary>
    public static OpenAiAccount OpenAi { get; } = new("openai", IsOwnServer: false);

    /// <summary>Ollama, llama.cpp, vLLM and the like.</summary>
    public static OpenAiAccount Compatible { get; } = new("openai-compatible", IsOwnServer: true);

    /// <summary>True for every third answer of a server of one's own, by chance: clients must do without the count of tokens.</summary>
    public bool LeavesOutUsage(Draw draw) => IsOwnServer && draw.For("usage").Index(3) == 0;
}
