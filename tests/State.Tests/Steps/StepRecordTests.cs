using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FunctionsPipeline.State.Steps;

namespace FunctionsPipeline.State.Tests.Steps;

public sealed class StepRecordTests
{
    [Fact]
    public void The_same_step_and_inputs_have_the_same_key() =>
        StepRecord.KeyOf("image", 1, [StepInput.Of("prompt", "a cat"), StepInput.Of("model", "m")])
            .ShouldBe(StepRecord.KeyOf("image", 1, [StepInput.Of("prompt", "a cat"), StepInput.Of("model", "m")]));

    [Fact]
    public void The_order_of_the_inputs_counts() =>
        StepRecord.KeyOf("image", 0, [StepInput.Of("a", "1"), StepInput.Of("b", "2")])
            .ShouldNotBe(StepRecord.KeyOf("image", 0, [StepInput.Of("b", "2"), StepInput.Of("a", "1")]));

    [Fact]
    public void Step_repeat_name_and_text_each_count()
    {
        var key = StepRecord.KeyOf("image", 0, [StepInput.Of("prompt", "a cat")]);

        new[]
        {
            StepRecord.KeyOf("imag", 0, [StepInput.Of("prompt", "a cat")]),
            StepRecord.KeyOf("image", 1, [StepInput.Of("prompt", "a cat")]),
            StepRecord.KeyOf("image", 0, [StepInput.Of("promp", "a cat")]),
            StepRecord.KeyOf("image", 0, [StepInput.Of("prompt", "a cat ")]),
            StepRecord.KeyOf("image", 0, [StepInput.Of("prompt", "a cat"), StepInput.Of("prompt", "a cat")]),
            StepRecord.KeyOf("image", 0, []),
        }.ShouldNotContain(key);
    }

    /// <summary>Names are drawn from what could run into a neighbour: digits, colons, line ends and hexadecimal letters.</summary>
    [Fact]
    public void No_two_different_steps_share_a_key()
    {
        var name = Gen.Elements("", "1", "1:", "a", "a1", ":", "\n", "0\n", "ab", "1:a").ArrayOf(3).Select(parts => string.Concat(parts));
        var input = from inputName in name from text in name select (Name: inputName, Text: text);
        var step = from stepName in name from repeat in Gen.Choose(0, 12) from inputs in input.ListOf() select (Name: stepName, Repeat: repeat, Inputs: inputs.ToList());

        Prop.ForAll(step.ToArbitrary(), step.ToArbitrary(), (one, other) =>
        {
            var isSame = one.Name == other.Name && one.Repeat == other.Repeat && one.Inputs.SequenceEqual(other.Inputs);
            return isSame == (Key(one) == Key(other));
        }).QuickCheckThrowOnFailure();

        static string Key((string Name, int Repeat, List<(string Name, string Text)> Inputs) step) =>
            StepRecord.KeyOf(step.Name, step.Repeat, [.. step.Inputs.Select(entry => StepInput.Of(entry.Name, entry.Text))]);
    }

    [Theory]
    [InlineData(79, 79)]
    [InlineData(80, 80)]
    [InlineData(81, 80)]
    [InlineData(5000, 80)]
    public void An_input_shows_its_beginning(int length, int shown)
    {
        var input = StepInput.Of("prompt", new string('x', length));

        input.Shown.Length.ShouldBe(shown);
        input.Shown.EndsWith('…').ShouldBe(length > StepInput.ShownCharactersMax);
    }

    [Fact]
    public void What_is_shown_never_ends_in_half_a_character()
    {
        for (var before = 70; before < 82; before++)
        {
            var shown = StepInput.Of("prompt", new string('x', before) + string.Concat(Enumerable.Repeat("🙂", 20))).Shown;

            JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(shown)).ShouldBe(shown);
            shown.Length.ShouldBeLessThanOrEqualTo(StepInput.ShownCharactersMax);
        }
    }
}
