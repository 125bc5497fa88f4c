using FunctionsPipeline.Contracts;
using FunctionsPipeline.Pipelines.Comments.Deduplication;
using FunctionsPipeline.Pipelines.Comments.Deduplication.Embeddings;

namespace FunctionsPipeline.Pipelines.Tests.Comments.Deduplication;

public sealed class TextEmbedderTests
{
    private readonly EmbeddingStore _store = new(new InMemoryTableStore(new ManualTimeProvider()));
    private readonly List<IReadOnlyList<string>> _asked = [];

    [Fact]
    public async Task A_text_is_asked_for_once_in_the_life_of_a_project()
    {
        await Sut().EmbedAsync("project", ["one", "two"], default);

        var vectors = await Sut().EmbedAsync("project", ["two", "three", " two\n", "one"], default);

        _asked.ShouldBe([["one", "two"], ["three"]]);
        vectors.Select(kept => kept.Text.Text).ShouldBe(["two", "three", "two", "one"]);
        vectors.Select(kept => kept.Vector.Span[0]).ShouldBe([3f, 5f, 3f, 3f]);
    }

    [Fact]
    public async Task Another_project_asks_for_itself()
    {
        await Sut().EmbedAsync("a", ["one"], default);
        await Sut().EmbedAsync("b", ["one"], default);

        _asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_paid_before_a_failure_is_kept()
    {
        var sut = Sut(textsMax: 2, failOnCall: 2);
        await Should.ThrowAsync<IOException>(sut.EmbedAsync("project", ["one", "two", "three", "four"], default));
        _asked.Clear();

        await Sut(textsMax: 2).EmbedAsync("project", ["one", "two", "three", "four"], default);

        _asked.ShouldBe([["three", "four"]]);
    }

    [Fact]
    public async Task Fewer_vectors_than_texts_are_refused_and_not_kept()
    {
        var sut = new TextEmbedder(EmbedderId.Offline, (_, _) => Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>([new float[] { 1 }]), 10, _store);

        (await Should.ThrowAsync<InvalidDataException>(sut.EmbedAsync("project", ["one", "two"], default))).Message.ShouldContain("1 vectors for 2 texts");

        (await _store.GetAsync("project", EmbedderId.Offline, EmbeddedText.Of("one"), default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_text_that_cannot_be_kept_is_refused_before_anything_is_asked()
    {
        // Not as data of a theory: half of a character does not survive in an attribute.
        foreach (var text in (string[])[" \n\t", "half \ud83d", "\ude00 half"])
        {
            await Should.ThrowAsync<ArgumentException>(Sut().EmbedAsync("project", ["one", text], default));
        }

        _asked.ShouldBeEmpty();
    }

    [Fact]
    public void A_text_longer_than_any_reply_is_refused() =>
        Should.Throw<ArgumentException>(() => EmbeddedText.Of(new string('x', 10_001))).Message.ShouldContain("10001");

    /// <summary>The vector of a text is its length: enough to see which is which.</summary>
    private TextEmbedder Sut(int textsMax = 100, int failOnCall = int.MaxValue)
    {
        return new TextEmbedder(EmbedderId.Offline, EmbedAsync, textsMax, _store);

        Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
        {
            _asked.Add(texts);
            if (_asked.Count == failOnCall) throw new IOException("The line is cut.");
            return Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>([.. texts.Select(text => new ReadOnlyMemory<float>([text.Length]))]);
        }
    }
}
