package config

import "strconv"

// mailPort makes the port of the mail server the one that its encryption has everywhere.
func mailPort(c *Config) string {
	c.Mail.Port = 587
	switch c.Mail.TLS {
	case "tls":
		c.Mail.Port = 465
	case "none":
		c.Mail.Port = 25
	}
	return strconv.Itoa(c.Mail.Port)
}

// mailLanguage makes the language of messages that of dpor.
func mailLanguage(c *Config) string {
	c.Mail.Lang = c.Lang
	return c.Lang
}
